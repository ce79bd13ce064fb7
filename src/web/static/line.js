// A lost connection is said, and what can't arrive is not sent: before a form leaves the page, the appliance
// is asked whether it is there. So what was typed, or drawn as a signature, stays on the screen, and nobody
// meets the browser's own error page. On pages that live.js keeps fresh, that says too when the line goes.
const SMALL = "/manifest.webmanifest";
const PATIENCE = 4000;
const AGAIN = 5000;

const box = document.getElementById("lost");
let lost = false;
let timer = 0;
// A form that is about to leave by itself, and whether one is waiting for the answer.
let leaving = null;
let asking = false;
// When a form left by itself: whoever taps twice means it once, and the page is still there for a while.
const ON_ITS_WAY = 10000;
let left = -ON_ITS_WAY;

function line(up) {
  lost = !up;
  box.hidden = up;
  clearTimeout(timer);
  if (!up) timer = setTimeout(async () => line(await isThere()), AGAIN);
}

// Any answer is one.
async function isThere() {
  try {
    await fetch(SMALL, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    return true;
  } catch {
    return false;
  }
}

function stay(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

async function send(form, button) {
  asking = true;
  line(await isThere());
  asking = false;
  if (lost) {
    box.scrollIntoView({ block: "nearest" });
    return;
  }
  leaving = form;
  if (!form.hasAttribute("data-tap")) left = performance.now();
  form.requestSubmit(button?.form === form ? button : null);
  leaving = null;
}

function leaves(event) {
  const form = event.target;
  if (form.method !== "post" || form === leaving) return;
  // live.js sends these itself.
  if (form.hasAttribute("data-tap") && !lost) return;
  stay(event);
  if (!asking && performance.now() - left > ON_ITS_WAY) send(form, event.submitter);
}

if (box) {
  document.addEventListener("readybell:line", (event) => line(event.detail));
  addEventListener("offline", () => line(false));
  addEventListener("online", () => line(true));
  addEventListener("pageshow", () => (left = -ON_ITS_WAY));
  document.addEventListener("submit", leaves, true);
}
