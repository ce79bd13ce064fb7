// Locks a screen that nobody touches, and tells the server that somebody does while they only type.
"use strict";

{
  const seconds = Number(document.body.dataset.lock);
  const EVERY = 60_000;
  let touched = Date.now();
  let told = touched;

  function touch() {
    touched = Date.now();
    if (touched - told < EVERY) return;
    told = touched;
    fetch("/you/here", { method: "POST" }).catch(() => {});
  }

  if (seconds) {
    for (const kind of ["pointerdown", "keydown", "input", "wheel"]) {
      document.addEventListener(kind, touch, { passive: true, capture: true });
    }
    setInterval(() => {
      if (Date.now() - touched >= seconds * 1000) document.querySelector("#lock button")?.click();
    }, 5000);
  }
}

// The keys of a PIN, for whoever has one.
{
  const secret = document.querySelector("form[action='/unlock'] [name=password]");
  const suit = () => {
    const picked = secret.form.querySelector("[name=name]:checked");
    secret.inputMode = picked?.hasAttribute("data-pin") ? "numeric" : "text";
  };
  if (secret) {
    suit();
    secret.form.addEventListener("change", suit);
  }
}
