// What changes in the queue without a whole reload: rows, counts, what is found. htmx fetches it;
// here is where the focus goes then, and what is spoken. Without scripts the forms do the same.
"use strict";

const spoken = () => document.getElementById("said");

function say(words) {
  if (spoken()) spoken().textContent = words;
}

// The answers stand in the page once; without scripts the link loads the queue with them in place.
function unfolded(row, key) {
  const blank = document.getElementById("answers");
  const link = row && row.querySelector("[data-unfold]");
  if (!blank || !link || (key && !keyed(blank.content, key, ofRow))) return row;
  const answers = blank.content.firstElementChild.cloneNode(true);
  const own = (words) => words.replace("HIT", row.id.slice("hit-".length));
  answers.querySelectorAll("form").forEach((form) =>
    ["action", "hx-post", "hx-target"].forEach((name) =>
      form.setAttribute(name, own(form.getAttribute(name))),
    ),
  );
  answers.querySelector("[name=seen]").value = row.dataset.seen;
  link.parentElement.replaceWith(answers);
  htmx.process(answers);
  return row;
}

document.addEventListener("click", (event) => {
  const row = event.target.matches("[data-unfold]") && event.target.closest("[data-row]");
  if (!row || !document.getElementById("answers")) return;
  event.preventDefault();
  const answers = unfolded(row).querySelector(".answers");
  answers.open = true;
  answers.querySelector("summary").focus();
});

// A row gave way to what became of it: go on to the next one, or stay where it is still open.
function goOn(id) {
  const row = document.getElementById(id);
  if (!row) return;
  if (row.matches("[data-row]")) return go(row);
  const after = (one) => row.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING;
  const next = rows().find(after) || rows().at(-1);
  const rest = document.querySelector("a[rel=next]") || row.querySelector("a");
  if (next) go(next);
  else rest.focus();
}

// Whoever moved on while the answer was under way is not led back: the next key is for that row.
const framedAt = new WeakMap();
const framedRow = () => rows()[current()]?.id;

document.addEventListener("htmx:beforeSend", (event) => framedAt.set(event.detail.xhr, framedRow()));

document.addEventListener("htmx:afterSwap", (event) => {
  const { target: { id }, xhr } = event.detail;
  const stayed = !framedRow() || framedRow() === framedAt.get(xhr);
  if (id.startsWith("hit-") && stayed) goOn(id);
  if (id === "found") say(document.getElementById("total").textContent);
});

// `u` may mean the decision that is under way: it waits until there is something to take back.
let presses = 0;
const isUnderWay = () => Boolean(document.querySelector("form.htmx-request"));

moves.u = () => {
  if (!isUnderWay()) return undo();
  presses += 1;
  return true;
};

document.addEventListener("htmx:afterSettle", () => {
  if (!presses || isUnderWay()) return;
  presses -= 1;
  undo();
});

["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach((name) =>
  document.addEventListener(name, () => (presses = 0)),
);

// What the desk refuses, it says in a sentence of its page of faults.
document.addEventListener("htmx:responseError", (event) => {
  const { xhr, requestConfig } = event.detail;
  if (xhr.status === 401 && requestConfig.verb === "get") return location.reload();
  const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
  const fault = page.querySelector("[role=alert]");
  say(fault ? fault.textContent : spoken().dataset.away);
});

["htmx:sendError", "htmx:timeout"].forEach((name) =>
  document.addEventListener(name, () => say(spoken().dataset.away)),
);

// Fields that are left empty ask for nothing: the address says no more than it must.
document.addEventListener("htmx:configRequest", (event) => {
  const { parameters, verb } = event.detail;
  if (verb !== "get") return;
  Array.from(parameters.keys()).forEach((name) => {
    if (parameters.getAll(name).every((value) => !value)) parameters.delete(name);
  });
});

// Colleagues decide meanwhile. Asked only while somebody reads, as who else is here.
setInterval(() => {
  const tabs = document.getElementById("tabs");
  const reads = !document.hidden && Date.now() - touched < IDLE;
  if (tabs && reads && !tabs.contains(document.activeElement)) htmx.trigger(tabs, "refresh");
}, EVERY * 2);
