// Comfort at the counter: what is typed outlives a page that went, and keys do what buttons do.

// --- What is typed outlives a page that could not be sent. Kept in this tab only, never secrets,
// and gone once the form has arrived, the screen is locked, or a day has passed.

const DRAFT = "draft:";
const A_DAY = 24 * 3600 * 1000;

function keeps(field) {
  const kind = field.type;
  return field.name && !field.disabled && !["password", "hidden", "file", "submit", "button"].includes(kind)
    && !field.closest("[data-no-draft]") && field.autocomplete !== "one-time-code";
}

function draftOf(form) {
  return DRAFT + location.pathname + " " + new URL(form.action).pathname;
}

function keep(form) {
  const fields = [...form.elements].filter(keeps).map((field) => [field.name, field.type, field.value, field.checked]);
  try {
    sessionStorage.setItem(draftOf(form), JSON.stringify({ at: Date.now(), fields }));
  } catch {
    // No room, or not allowed: then it is as it is without a script.
  }
}

function fill(form) {
  const kept = JSON.parse(sessionStorage.getItem(draftOf(form)) || "null");
  if (!kept || Date.now() - kept.at > A_DAY) return;
  for (const [name, type, value, checked] of kept.fields) {
    const field = [...form.elements].find((f) => f.name === name && f.type === type
      && (!["radio", "checkbox"].includes(type) || f.value === value));
    if (!field || !keeps(field)) continue;
    if (["radio", "checkbox"].includes(type)) field.checked = checked;
    else if (field.value === field.defaultValue || field.nodeName === "SELECT") field.value = value;
  }
}

document.addEventListener("input", ({ target }) => {
  if (target.form?.method === "post" && keeps(target)) keep(target.form);
});

// What was sent is no draft any more once a page has answered it. Who comes back from the browser's
// own "can't be reached" page has sent nothing.
function arrived() {
  const sent = JSON.parse(sessionStorage.getItem("sent") || "null");
  sessionStorage.removeItem("sent");
  const how = performance.getEntriesByType("navigation")[0]?.type;
  if (sent && how === "navigate" && document.referrer === sent.from) sessionStorage.removeItem(sent.draft);
  if (document.body.hasAttribute("data-live")) return;
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(DRAFT)) sessionStorage.removeItem(key);
  }
}

document.addEventListener("submit", ({ target, defaultPrevented }) => {
  if (!defaultPrevented && target.method === "post") {
    const from = location.href.split("#")[0];
    sessionStorage.setItem("sent", JSON.stringify({ draft: draftOf(target), from }));
  }
});

// --- Keys.

const typing = (element) => element?.closest("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const dialog = document.getElementById("keys");
  if (event.key === "?") {
    dialog?.showModal();
    event.preventDefault();
    return;
  }
  if (localStorage.getItem("keys") === "off" || document.querySelector("dialog[open]")) return;
  const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!target) return;
  event.preventDefault();
  if (target.matches("input")) target.focus();
  else target.click();
});

const wanted = document.querySelector("#keys input");
if (wanted) {
  wanted.checked = localStorage.getItem("keys") !== "off";
  wanted.addEventListener("change", () => localStorage.setItem("keys", wanted.checked ? "on" : "off"));
}

arrived();
for (const form of document.forms) if (form.method === "post") fill(form);
