// Keeps a page fresh, and nothing more: every page works without it.
//
// The server says "changed"; the page is fetched again by its own address, and what differs is put
// in its place, so that typed words, open details and the focus stay where they are.
const FRAGMENT = { "X-Fragment": "1" };
const REGIONS = ["bar", "asks", "main"];
let busy = false;
let again = false;
let timer = 0;
// Whether a form has left the page by itself. Where it leads is told by its own answer.
let left = false;

// --- What differs is put in its place.

function isTypedIn(field) {
  if (field === document.activeElement && field.matches("input, textarea, select")) return true;
  if (field.matches("input[type=checkbox], input[type=radio]")) return field.checked !== field.defaultChecked;
  if (field.matches("select")) return [...field.options].some((o) => o.selected !== o.defaultSelected);
  return field.matches("input:not([type=hidden]), textarea") && field.value !== field.defaultValue;
}

function same(a, b) {
  return a.nodeType === b.nodeType && a.nodeName === b.nodeName && (a.id || "") === (b.id || "");
}

function morph(old, next) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.nodeValue !== next.nodeValue) old.nodeValue = next.nodeValue;
    return;
  }
  if (isTypedIn(old) || old.hasAttribute("data-mine")) return;
  for (const { name } of [...old.attributes]) {
    if (!next.hasAttribute(name) && !(name === "open" && old.nodeName === "DETAILS")) old.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  const named = new Map([...old.children].filter((c) => c.id).map((c) => [c.id, c]));
  let place = old.firstChild;
  for (const child of [...next.childNodes]) {
    const known = child.id && named.get(child.id);
    if (known) {
      if (known !== place) old.insertBefore(known, place);
      else place = place.nextSibling;
      morph(known, child);
    } else if (place && same(place, child)) {
      const following = place.nextSibling;
      morph(place, child);
      place = following;
    } else {
      old.insertBefore(document.importNode(child, true), place);
    }
  }
  while (place) {
    const following = place.nextSibling;
    place.remove();
    place = following;
  }
}

function show(html) {
  const next = new DOMParser().parseFromString(html, "text/html");
  for (const id of REGIONS) {
    const old = document.getElementById(id);
    const fresh = next.getElementById(id);
    if (!old || !fresh) continue;
    if (id === "main" && old.hasAttribute("data-still")) continue;
    morph(old, fresh);
  }
  begin();
}

// --- When something has changed.

function soon(wait) {
  clearTimeout(timer);
  timer = setTimeout(refresh, wait);
}

async function refresh() {
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  try {
    const answer = await fetch(location.href, { headers: FRAGMENT, cache: "no-store" });
    const words = await answer.text();
    // What lies under a card that is carried must stay where it is until the card is put down. And
    // what a form does may close this page to its own screen before its answer is there.
    if (document.body.classList.contains("dragging")) soon(300);
    else if (answer.redirected && left) soon(1000);
    else if (answer.redirected) location.assign(answer.url);
    else if (answer.ok) show(words);
    line(true);
  } catch {
    line(false);
    soon(5000);
  }
  busy = false;
  if (again) {
    again = false;
    soon(100);
  }
}

function listen() {
  if (!document.body.hasAttribute("data-live")) return;
  const events = new EventSource("/events");
  let before = false;
  events.addEventListener("open", () => {
    // What happened while the line was down is not told again: look once.
    if (before) soon(50);
    before = true;
    line(true);
  });
  events.addEventListener("changed", () => soon(80));
  // A browser gives up for good when it is signed out; then the page says so.
  events.addEventListener("error", () => {
    if (events.readyState === EventSource.CLOSED) soon(1000);
    // The server ends the stream now and then, and the browser is back within seconds.
    gone ||= setTimeout(() => {
      gone = 0;
      if (events.readyState !== EventSource.OPEN) line(false);
    }, 4000);
  });
}

let gone = 0;

function line(up) {
  document.dispatchEvent(new CustomEvent("readybell:line", { detail: up }));
}

// --- One tap without leaving the page.

// Says what went wrong, until it is read or something goes right. What was typed stays.
function failed(html) {
  document.getElementById("failed")?.remove();
  if (!html) return;
  const page = new DOMParser().parseFromString(html, "text/html");
  const box = document.createElement("div");
  box.id = "failed";
  box.className = "ask";
  box.setAttribute("role", "alert");
  const words = box.appendChild(document.createElement("p"));
  words.textContent = page.querySelector("#main .error")?.textContent || document.getElementById("lost").dataset.failed;
  const button = box.appendChild(document.createElement("button"));
  button.className = "small";
  button.textContent = "OK";
  button.addEventListener("click", () => box.remove());
  document.getElementById("asks").after(box);
  box.scrollIntoView({ block: "nearest" });
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  if (!form.hasAttribute("data-tap")) {
    left = form.method !== "dialog";
    return;
  }
  event.preventDefault();
  const button = event.submitter;
  const body = new URLSearchParams(new FormData(form, button));
  const buttons = form.querySelectorAll("button");
  buttons.forEach((b) => (b.disabled = true));
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: FRAGMENT });
    const words = await answer.text();
    if (!answer.ok) {
      failed(words);
    } else if (new URL(answer.url).pathname === location.pathname) {
      failed("");
      form.reset();
      const card = form.closest("article[id]")?.id;
      document.activeElement.blur();
      form.closest("details")?.removeAttribute("open");
      history.replaceState(null, "", answer.url);
      show(words);
      // Whoever works with keys goes on from the same card, wherever it is now.
      document.getElementById(card)?.focus({ preventScroll: !document.querySelector(":focus-visible") });
    } else {
      location.assign(answer.url);
    }
  } catch {
    line(false);
  }
  buttons.forEach((b) => (b.disabled = false));
});

// --- Seconds that run down.

const ends = new WeakMap();

function begin() {
  for (const span of document.querySelectorAll("[data-left]")) {
    const left = Number(span.dataset.left);
    const known = ends.get(span);
    if (!known || known.left !== left) ends.set(span, { left, at: performance.now() + left * 1000 });
  }
}

setInterval(() => {
  for (const span of document.querySelectorAll("[data-left]")) {
    const left = Math.max(0, Math.ceil(((ends.get(span)?.at ?? performance.now()) - performance.now()) / 1000));
    if (span.nodeName === "PROGRESS") span.value = left;
    else span.textContent = left;
    if (left === 0 && !span.hasAttribute("data-over")) {
      span.setAttribute("data-over", "");
      soon(600);
    }
  }
}, 500);

// --- What a reply will cost, and the number in the lines that are agreed to.

let counting = 0;

document.addEventListener("input", ({ target }) => {
  if (target.matches("[data-count]")) {
    clearTimeout(counting);
    counting = setTimeout(async () => {
      const words = new URLSearchParams({ words: target.value });
      const answer = await fetch("/count", { method: "POST", body: words });
      if (answer.ok) document.getElementById(target.dataset.count).innerHTML = await answer.text();
    }, 150);
  }
  if (target.name === "phone") {
    for (const place of document.querySelectorAll("[data-number]")) {
      place.textContent = target.value.trim() || place.dataset.number;
    }
  }
});

// --- What a form is about to send, word for word.

let previewing = 0;

document.addEventListener("input", ({ target }) => {
  const form = target.closest("form[data-preview]");
  if (!form) return;
  clearTimeout(previewing);
  previewing = setTimeout(async () => {
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.dataset.preview, { method: "POST", body });
    if (answer.ok) form.querySelector(".preview").innerHTML = await answer.text();
  }, 200);
});

// --- Paper.

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// Once there is a copy, what comes next is the loud one.
document.addEventListener("click", ({ target }) => {
  if (!target.closest("[data-print], [data-copy]")) return;
  document.querySelector("[data-print]").classList.remove("go");
  document.querySelector("[data-next]")?.classList.add("go");
});

begin();
listen();
