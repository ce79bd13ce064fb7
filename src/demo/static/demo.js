// Puts in place what changes by itself, and sends the forms without leaving the page.
"use strict";
(() => {
  const main = document.querySelector("main.play");
  const query = "?phone=" + encodeURIComponent(main.dataset.phone);
  let last = "";

  async function refresh() {
    try {
      const answer = await fetch("/live" + query);
      const text = await answer.text();
      if (!answer.ok || text === last) return;
      last = text;
      const fresh = new DOMParser().parseFromString(text, "text/html");
      for (const part of fresh.querySelectorAll("[data-part]")) {
        const place = document.getElementById(part.dataset.part);
        const before = place.querySelectorAll(".talk > *").length;
        const held = place.contains(document.activeElement) ? document.activeElement.textContent : null;
        place.replaceChildren(...part.childNodes);
        const talk = place.querySelector(".talk");
        if (talk && talk.children.length !== before) talk.scrollTop = talk.scrollHeight;
        if (held) [...place.querySelectorAll("button")].find((b) => b.textContent === held)?.focus();
      }
    } catch {
      // The demo is stopping or starting; the next look tells.
    }
  }

  document.addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    const body = new URLSearchParams(new FormData(form));
    const field = form.querySelector("input[name=words]");
    if (field) field.value = "";
    await fetch(form.action, { method: "POST", body, redirect: "manual" });
    await refresh();
  });

  refresh();
  setInterval(refresh, 250);
})();
