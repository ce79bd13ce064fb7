// Moves cards between the columns of the board: with a mouse by the card, with a finger by its tag,
// with the keys by the arrows and Enter. It only presses the buttons that the card has anyway.
const START = 6; // pixels before a press becomes a drag
let press = null;
let drag = null;

const cardsOf = (column) => [...column.querySelectorAll(".job[data-id]")];

// The form on the card that moves it there. None: it can't go there.
function way(card, to, bay) {
  const forms = card.querySelectorAll("form[data-to]");
  return [...forms].find((f) => f.dataset.to === to && (f.dataset.bay || "") === (bay || ""));
}

function places(card) {
  return [...document.querySelectorAll("[data-drop]")].filter((place) => {
    const bay = place.dataset.bay;
    return way(card, place.dataset.drop, bay) && (place.dataset.drop !== "in_bay" || bay);
  });
}

function below(x, y) {
  return drag.places.find((place) => {
    const box = place.getBoundingClientRect();
    return box.width && x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
  });
}

function begin(event) {
  const { card, x, y } = press;
  const box = card.getBoundingClientRect();
  const ghost = card.cloneNode(true);
  ghost.removeAttribute("id");
  ghost.classList.add("ghost");
  ghost.setAttribute("aria-hidden", "true");
  ghost.style.width = `${box.width}px`;
  document.body.append(ghost);
  drag = { card, ghost, dx: x - box.left, dy: y - box.top, places: places(card), over: null };
  document.body.classList.add("dragging");
  card.classList.add("lifted");
  drag.places.forEach((place) => place.classList.add("open"));
  move(event);
}

function move(event) {
  const { clientX: x, clientY: y } = event;
  drag.ghost.style.transform = `translate(${x - drag.dx}px, ${y - drag.dy}px) rotate(1deg)`;
  const over = below(x, y);
  if (over !== drag.over) {
    drag.over?.classList.remove("over");
    over?.classList.add("over");
    drag.over = over;
  }
  const edge = 60;
  if (y < edge) scrollBy(0, -12);
  else if (y > innerHeight - edge) scrollBy(0, 12);
}

function end(drops) {
  if (!drag) return;
  const { card, ghost, over } = drag;
  ghost.remove();
  card.classList.remove("lifted");
  drag.places.forEach((place) => place.classList.remove("open", "over"));
  document.body.classList.remove("dragging");
  drag = null;
  if (drops && over) go(card, over.dataset.drop, over.dataset.bay);
}

// A move that asks something first opens its question instead.
function go(card, to, bay) {
  const form = way(card, to, bay);
  if (!form) return;
  const question = form.closest("details.ask-in");
  if (question) {
    question.open = true;
    question.querySelector("button, input").focus();
    question.scrollIntoView({ block: "nearest" });
  } else {
    form.requestSubmit(form.querySelector("button"));
  }
}

document.addEventListener("pointerdown", (event) => {
  const card = event.target.closest(".job[data-id]");
  if (!card || event.button !== 0) return;
  const tag = event.target.closest(".tag");
  const busy = event.target.closest("a, button, input, select, textarea, summary, form, details");
  if (event.pointerType === "mouse" ? busy : !tag) return;
  press = { card, x: event.clientX, y: event.clientY, pointer: event.pointerId };
});

document.addEventListener("pointermove", (event) => {
  if (!press || event.pointerId !== press.pointer) return;
  if (drag) {
    event.preventDefault();
    move(event);
  } else if (Math.hypot(event.clientX - press.x, event.clientY - press.y) > START) {
    begin(event);
  }
});

document.addEventListener("pointerup", () => {
  end(true);
  press = null;
});
document.addEventListener("pointercancel", () => {
  end(false);
  press = null;
});
document.addEventListener("selectstart", (event) => press && event.preventDefault());

// --- The same by keys.

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && drag) {
    end(false);
    press = null;
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const here = document.activeElement;
  const card = here?.closest?.(".job[data-id]");
  if (event.key === "Escape" && card && here !== card) {
    here.closest("details")?.removeAttribute("open");
    card.focus();
    return;
  }
  if (here !== card || !card) return;
  const column = card.closest(".col");
  const cards = cardsOf(column);
  const at = cards.indexOf(card);
  const columns = [...document.querySelectorAll(".col")].filter((c) => cardsOf(c).length);
  const beside = (step) => {
    const next = columns[columns.indexOf(column) + step];
    const there = next && cardsOf(next);
    return there && there[Math.min(at, there.length - 1)];
  };
  const to = {
    ArrowDown: () => cards[at + 1],
    ArrowUp: () => cards[at - 1],
    ArrowRight: () => beside(1),
    ArrowLeft: () => beside(-1),
    Enter: () => {
      const more = card.querySelector("details.more");
      if (more) more.open = true;
      return more?.querySelector("div button, div a, div summary");
    },
  }[event.key];
  if (!to) return;
  event.preventDefault();
  to()?.focus();
});
