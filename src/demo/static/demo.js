// Puts in place what changes by itself, and sends the forms without leaving the page.
"use strict";
(() => {
  const main = document.querySelector("main.play");
  const query = "?phone=" + encodeURIComponent(main.dataset.phone);
  let last = "";

  // Only what differs is touched, so that a button under a finger stays the same button.
  function morph(old, next) {
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (old.nodeValue !== next.nodeValue) old.nodeValue = next.nodeValue;
      return;
    }
    for (const { name } of [...old.attributes]) {
      if (!next.hasAttribute(name)) old.removeAttribute(name);
    }
    for (const { name, value } of next.attributes) {
      if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    }
    const before = [...old.childNodes];
    [...next.childNodes].forEach((child, place) => {
      const there = before[place];
      if (!there) old.append(document.importNode(child, true));
      else if (there.nodeName === child.nodeName) morph(there, child);
      else there.replaceWith(document.importNode(child, true));
    });
    before.slice(next.childNodes.length).forEach((child) => child.remove());
  }

  async function refresh() {
    try {
      const answer = await fetch("/live" + query);
      const text = await answer.text();
      if (!answer.ok || text === last) return;
      last = text;
      const fresh = new DOMParser().parseFromString(text, "text/html");
      for (const part of fresh.querySelectorAll(".part")) {
        const place = document.getElementById(part.id);
        const talk = place.querySelector(".talk");
        const bubbles = talk?.children.length;
        morph(place, part);
        if (talk && talk.children.length !== bubbles) talk.scrollTop = talk.scrollHeight;
      }
    } catch {
      // The demo is stopping or starting; the next look tells.
    }
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.method === "get") return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form));
    const field = form.querySelector("input[name=words]");
    if (field) field.value = "";
    try {
      await fetch(form.action, { method: "POST", body, redirect: "manual" });
    } catch {
      // As above.
    }
    await refresh();
  });

  const talk = document.querySelector(".talk");
  talk.scrollTop = talk.scrollHeight;
  refresh();
  setInterval(refresh, 250);
})();
