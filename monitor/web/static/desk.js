// The desk's keys and small comforts; every page works without them.
"use strict";

// ---- Keys ----------------------------------------------------------------------------------
// What a key presses is said in the page: data-key on a button, a link or a summary; data-undo;
// data-search on a field; data-row on the rows of a list, with a link data-open in each. The keys
// within a row are those of the row that is chosen, also while its answers are folded away.

const typing = (target) =>
  target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

// What a closed list holds has a place on the page, and yet nobody sees it.
const shown = (element) =>
  element.getClientRects().length > 0 &&
  (element.tagName === "SUMMARY" || !element.closest("details:not([open])"));

const keyed = (root, key, fits) =>
  root &&
  Array.from(root.querySelectorAll("[data-key]")).find(
    (element) => element.dataset.key === key && !element.disabled && fits(element),
  );

// An open list of reasons takes the keys first: there `c` is "for citizens only".
function chosen(key) {
  const lists = Array.from(document.querySelectorAll("details.why[open] .choices"));
  return keyed(lists.find((list) => list.getClientRects().length), key, shown);
}

const ofRow = (element) => element.tagName === "SUMMARY" || !element.closest("details.why");

const ofPage = (element) => shown(element) && !element.closest("[data-row]");

// list.js puts its answers into a row when they are first wanted.
const wanted = (key) =>
  keyed(unfolded(rows()[current()], key), key, ofRow) || keyed(document, key, ofPage);

function press(element) {
  const list = element.closest("details");
  const around = element.closest("details.answers");
  if (around && element.tagName === "SUMMARY") around.open = true;
  element.click();
  if (element.tagName !== "SUMMARY" || !list.open) return;
  const field = list.querySelector("[data-focus], .choices button, .choices input");
  if (field) field.focus();
  if (around) list.querySelector(".choices").scrollIntoView({ block: "nearest" });
}

const rows = () => Array.from(document.querySelectorAll("[data-row]")).filter(shown);

const current = () => rows().findIndex((row) => row.classList.contains("current"));

function step(by) {
  const all = rows();
  if (!all.length) return false;
  go(all[Math.min(Math.max(current() + by, 0), all.length - 1)]);
  return true;
}

function frame(row) {
  rows().forEach((one) => one.classList.toggle("current", one === row));
}

function go(row) {
  frame(row);
  const link = row.querySelector("[data-open]") || row.querySelector("a");
  if (link) link.focus();
  row.scrollIntoView({ block: "nearest" });
}

// Whatever a row is reached by, it is the one that the keys hold for.
document.addEventListener("focusin", (event) => {
  const row = event.target.closest("[data-row]");
  if (row) frame(row);
});

function open() {
  const row = rows()[current()];
  const link = row && (row.querySelector("[data-open]") || row.querySelector("a"));
  if (link) link.click();
  return Boolean(link);
}

function help() {
  const dialog = document.getElementById("keys");
  if (dialog && !dialog.open) dialog.showModal();
  return Boolean(dialog);
}

function search() {
  const field = document.querySelector("[data-search], input[type=search], #search");
  if (field) field.focus();
  return Boolean(field);
}

function undo() {
  const last = (one, other) => Number(other.dataset.undo) - Number(one.dataset.undo);
  const [button] = Array.from(document.querySelectorAll("[data-undo]")).sort(last);
  if (button) button.click();
  return Boolean(button);
}

function leave() {
  const open = document.querySelector("details.why[open]");
  const row = open && open.closest("[data-row]");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  }
  if (row) {
    row.querySelector("details.answers").open = false;
    return go(row);
  }
  if (document.activeElement) document.activeElement.blur();
  if (location.hash.startsWith("#tip-")) history.replaceState(null, "", location.pathname + location.search);
}

const moves = {
  j: () => step(1),
  k: () => step(-1),
  o: open,
  u: undo,
  "/": search,
  "?": help,
};

// Where a keyboard writes Russian, Arabic or Hindi, a key means the Latin letter at its place.
const letterOf = ({ key, code }) =>
  /^[^ -~]$/u.test(key) && /^Key[A-Z]$/.test(code) ? code.slice(3).toLowerCase() : key;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const key = letterOf(event);
  if (key === "Escape") return leave();
  // A key that is held down goes on through a list, and decides nothing twice.
  if (event.repeat && !"jk".includes(key)) return;
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  const reason = chosen(key);
  const element = reason || wanted(key);
  const move = moves[key];
  if (element && key !== "?" && (reason || !(move && rows().length))) {
    event.preventDefault();
    press(element);
  } else if (move && move()) {
    event.preventDefault();
  }
});

document.querySelectorAll("[data-dialog]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", help);
});

// A form that was sent is not sent again by a second press of an impatient thumb.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

// A tip is shown in place, without leaving a trail of addresses behind.
document.querySelectorAll("a.mark").forEach((mark) => {
  mark.addEventListener("click", (event) => {
    event.preventDefault();
    mark.focus();
  });
});

// ---- Who else is here -------------------------------------------------------------------------
// Asked only while somebody reads: an open page alone must not keep a sitting alive.

const EVERY = 30000;
const IDLE = 300000;
let touched = Date.now();
["keydown", "pointerdown", "scroll"].forEach((name) =>
  document.addEventListener(name, () => (touched = Date.now()), { passive: true }),
);

async function poll(place) {
  if (document.hidden || Date.now() - touched > IDLE) return;
  try {
    const answer = await fetch(place.dataset.poll, { credentials: "same-origin", redirect: "error" });
    if (!answer.ok) return;
    const said = await answer.text();
    if (place.textContent !== said) place.textContent = said;
    place.hidden = !said;
  } catch {
    // The desk is away for a moment; the next round asks again.
  }
}

document.querySelectorAll("[data-poll]").forEach((place) => {
  setInterval(() => poll(place), EVERY);
  document.addEventListener("visibilitychange", () => poll(place));
});

// ---- A break ----------------------------------------------------------------------------------
// After 50 minutes without a pause of ten. It can be put off, or switched off on this computer.

const LONG = 50 * 60000;
const PAUSE = 10 * 60000;

function memory(name, value) {
  try {
    if (value !== undefined) localStorage.setItem(name, value);
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function tired(note) {
  const now = Date.now();
  const last = Number(memory("desk-last") || 0);
  if (now - last > PAUSE) memory("desk-since", String(now));
  if (now - touched < EVERY * 2) memory("desk-last", String(now));
  note.hidden = memory("desk-rest") === "never" || now - Number(memory("desk-since") || now) < LONG;
}

const rest = document.getElementById("rest");
if (rest) {
  tired(rest);
  setInterval(() => tired(rest), EVERY);
  rest.querySelectorAll("[data-rest]").forEach((button) =>
    button.addEventListener("click", () => {
      memory("desk-rest", button.dataset.rest);
      memory("desk-since", String(Date.now()));
      rest.hidden = true;
    }),
  );
}
