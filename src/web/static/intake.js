// The steps of taking a job in, livelier: each works without this.

// --- Who was here before, while a name, a plate or a number is typed.

let finding = 0;

document.addEventListener("input", ({ target }) => {
  const form = target.form;
  const place = document.getElementById("known");
  if (!form?.dataset.find || !place || !["name", "plate", "phone"].includes(target.name)) return;
  clearTimeout(finding);
  finding = setTimeout(async () => {
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.dataset.find, { method: "POST", body }).catch(() => null);
    if (answer?.ok) place.innerHTML = await answer.text();
  }, 250);
});

// --- Return leads to the next field: a form that is half empty is not sent.

document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key !== "Enter" || event.isComposing || !field.matches("input[enterkeyhint=next]")) return;
  event.preventDefault();
  const open = [...field.form.querySelectorAll("input:not([type=hidden]), textarea")].filter((f) => !f.closest("details:not([open])"));
  open[open.indexOf(field) + 1]?.focus();
});

// --- What the lines of work come to, while they are typed.

let adding = 0;

document.addEventListener("input", ({ target }) => {
  const sums = document.getElementById("sums");
  if (!sums || !/^(work|price)-/.test(target.name)) return;
  clearTimeout(adding);
  adding = setTimeout(async () => {
    const body = new URLSearchParams(new FormData(target.form));
    const answer = await fetch("/jobs/new/sums", { method: "POST", body }).catch(() => null);
    if (answer?.ok) sums.innerHTML = await answer.text();
  }, 250);
});

// --- Another line of work, without asking the server.

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add-line]");
  if (!button) return;
  event.preventDefault();
  const rows = button.form.elements.rows;
  const next = Number(rows.value) + 1;
  const all = button.form.querySelectorAll(".line");
  const line = all[all.length - 1].cloneNode(true);
  for (const field of line.querySelectorAll("input")) {
    field.name = field.name.replace(/\d+$/, next);
    field.value = "";
    field.removeAttribute("value");
  }
  for (const words of line.querySelectorAll(".away")) words.textContent = words.textContent.replace(/\d+/, next);
  rows.value = next;
  all[all.length - 1].after(line);
  line.querySelector("input").focus();
});

// --- A time that is promised with one tap.

for (const taps of document.querySelectorAll("[data-taps]")) taps.hidden = false;

document.addEventListener("click", ({ target }) => {
  const { time, date } = target.dataset;
  if (!time) return;
  target.form.elements.time.value = time;
  target.form.elements.date.value = date;
  for (const tap of target.parentElement.children) tap.ariaPressed = String(tap === target);
});

// --- Six digits are a code: nobody has to press anything.

document.addEventListener("input", ({ target }) => {
  if (!target.dataset.full) return;
  const digits = target.value.replace(/\D/g, "");
  if (digits.length === Number(target.dataset.full)) target.form.requestSubmit();
});
