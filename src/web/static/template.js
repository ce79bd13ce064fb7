// Shows what a text will say while it is written, and puts variables in where the cursor is.
"use strict";

let counting = 0;

document.addEventListener("input", ({ target }) => {
  const form = target.closest("form[data-draft]");
  if (!form) return;
  clearTimeout(counting);
  counting = setTimeout(async () => {
    const body = new URLSearchParams(new FormData(form));
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body });
      if (answer.ok) form.querySelector("[data-shows]").innerHTML = await answer.text();
    } catch {
      // The next letter tries again.
    }
  }, 200);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-insert]");
  if (!button) return;
  event.preventDefault();
  const field = button.form.querySelector("textarea");
  field.setRangeText(button.dataset.insert, field.selectionStart, field.selectionEnd, "end");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
