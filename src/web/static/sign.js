// Takes a signature: finger, mouse or pen, as strokes of points with time and pressure.
"use strict";

for (const box of document.querySelectorAll("[data-sign]")) {
  const form = box.closest("form");
  const field = form.elements.drawn;
  const hint = box.querySelector("[data-hint]");
  const svg = box.querySelector("svg");
  let strokes = [];
  let stroke = null;
  let began = 0;
  let width = 0;

  const place = (event) => {
    const edge = svg.getBoundingClientRect();
    const pressure = event.pointerType === "pen" ? event.pressure : 0.5;
    return [
      Math.max(0, Math.round(event.timeStamp - began)),
      Math.round((event.clientX - edge.left) * 10),
      Math.round((event.clientY - edge.top) * 10),
      Math.round(Math.min(1, Math.max(0, pressure)) * 1000),
    ];
  };

  // The same widths as the server draws: 1.2 to 4.7 pixels in 8 steps.
  const widthOf = (pressure) => 12 + 5 * Math.floor((pressure * 7 + 500) / 1000);

  const line = (points) => {
    for (let i = 0; i < Math.max(1, points.length - 1); i++) {
      const a = points[i];
      const b = points[i + 1] || a;
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      path.setAttribute("d", `M${a[1]} ${a[2]}` + (a === b ? "h0" : `L${b[1]} ${b[2]}`));
      path.setAttribute("stroke-width", widthOf(b[3]));
      svg.append(path);
    }
  };

  const size = () => {
    const edge = svg.getBoundingClientRect();
    return [Math.max(1, Math.round(edge.width * 10)), Math.max(1, Math.round(edge.height * 10))];
  };

  const keep = () => {
    const [w, h] = width ? [width, Number(svg.dataset.high)] : size();
    field.value = strokes.length ? JSON.stringify({ w, h, strokes }) : "";
    hint.hidden = strokes.length > 0;
  };

  const draw = () => {
    svg.replaceChildren();
    strokes.forEach(line);
  };

  const open = () => {
    const [w, h] = size();
    width = w;
    svg.dataset.high = h;
    svg.setAttribute("viewBox", `0 0 ${w} ${h}`);
  };

  // What was drawn before the language was changed comes back.
  try {
    const drawn = JSON.parse(field.value);
    strokes = drawn.strokes;
    width = drawn.w;
    svg.dataset.high = drawn.h;
    svg.setAttribute("viewBox", `0 0 ${drawn.w} ${drawn.h}`);
    const last = strokes.at(-1)?.at(-1)?.[0] ?? 0;
    began = performance.now() - last;
    draw();
  } catch {
    strokes = [];
  }
  keep();
  form.querySelector("[data-clear]").hidden = false;
  box.hidden = false;

  svg.addEventListener("pointerdown", (event) => {
    if (stroke || event.button !== 0) return;
    event.preventDefault();
    if (!strokes.length) {
      began = event.timeStamp;
      open();
    }
    svg.setPointerCapture(event.pointerId);
    stroke = { id: event.pointerId, points: [place(event)] };
    strokes.push(stroke.points);
    line(stroke.points);
    stroke.dot = svg.lastElementChild;
    hint.hidden = true;
  });

  svg.addEventListener("pointermove", (event) => {
    if (!stroke || stroke.id !== event.pointerId) return;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const one of events.length ? events : [event]) {
      const last = stroke.points.at(-1);
      const next = place(one);
      if (next[0] < last[0] || Math.hypot(next[1] - last[1], next[2] - last[2]) < 12) continue;
      // A stroke that goes on is no dot any more: it is kept and shown again without one.
      stroke.dot?.remove();
      stroke.dot = null;
      line([last, next]);
      stroke.points.push(next);
    }
  });

  for (const end of ["pointerup", "pointercancel"]) {
    svg.addEventListener(end, (event) => {
      if (stroke?.id !== event.pointerId) return;
      stroke = null;
      keep();
    });
  }

  // A finger that still rests on the line must not keep what it has drawn to itself.
  form.addEventListener("submit", keep);

  form.querySelector("[data-clear]").addEventListener("click", () => {
    strokes = [];
    width = 0;
    draw();
    keep();
  });
}
