// One screen at a time, each a <template> of the page: the words come from the server, what varies fills [data-slot].

const place = document.getElementById("screen");
export const words = JSON.parse(document.getElementById("words").textContent);

let leaving = [];
let screens = 0; // One shown again is the same one.

/** A sentence of the page with its {values} filled in. */
export const say = (key, values = {}) =>
  Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), words[key]);

/** Show a screen: fill its slots, wire its [data-act] buttons, move the focus to its title. Returns its element. */
export function show(name, { slots = {}, acts = {}, keepFocus = false } = {}) {
  for (const leave of leaving) leave();
  leaving = [];
  if (name !== current()) screens += 1;
  const made = document.getElementById(`screen-${name}`).content.firstElementChild.cloneNode(true);
  for (const slot of made.querySelectorAll("[data-slot]")) fill(slot, slots[slot.dataset.slot]);
  for (const button of made.querySelectorAll("[data-act]")) {
    const act = acts[button.dataset.act];
    if (act) button.addEventListener("click", act);
    else button.hidden = true;
  }
  place.replaceChildren(made);
  place.dataset.current = name;
  window.scrollTo(0, 0);
  if (!keepFocus) made.querySelector("h1")?.focus();
  return made;
}

/** What to undo when the next screen comes: a listener, a timer, a camera. */
export const onLeave = (undo) => leaving.push(undo);

export const current = () => place.dataset.current;

/** Says later whether another screen has come since: what was asked for before it never takes its place. */
export function unlessLeft() {
  const then = screens;
  return () => screens === then;
}

function fill(slot, value) {
  if (value === undefined || value === null || value === "") slot.hidden = true;
  else if (value instanceof Node) slot.replaceChildren(value);
  else slot.textContent = value;
}

/** The lines of a request, as everywhere else: the amount largest, then payee and IBAN, then account and date. */
export function linesOf(lines) {
  const list = document.createElement("dl");
  list.className = "lines";
  for (const line of lines) {
    const row = document.createElement("div");
    row.className = `line line-${/^[a-z]+$/.test(line.kind) ? line.kind : "text"}`;
    const term = document.createElement("dt");
    const detail = document.createElement("dd");
    term.textContent = line.label;
    detail.textContent = line.value;
    row.append(term, detail);
    list.append(row);
  }
  return list;
}

/** Time left in words: a racing bar would only hurry. */
export function timeLeft(seconds) {
  if (seconds <= 0) return words["time-none"];
  if (seconds < 60) return words["time-under-a-minute"];
  const minutes = Math.ceil(seconds / 60);
  return minutes === 1 ? words["time-one-minute"] : say("time-minutes", { minutes });
}
