// The scrambled keypad. What is sent is the names of the keys, which mean nothing outside this form.
// The physical keyboard works, and whoever prefers a plain field has it one click away.

const LONGEST = 12;
const REMEMBERED = "keypad-plain";

function preferred() {
  try {
    return localStorage.getItem(REMEMBERED) === "yes";
  } catch {
    return false;
  }
}

function remember(plain) {
  try {
    localStorage.setItem(REMEMBERED, plain ? "yes" : "no");
  } catch {
    // Storage is closed in some private windows; the choice then lasts as long as the page.
  }
}

function start(root) {
  const find = (name) => root.querySelector(`[data-keypad-${name}]`);
  const pad = find("pad");
  const plain = find("plain");
  const answer = find("answer");
  const dots = find("dots");
  const toggle = find("toggle");
  const submit = find("submit");
  const form = root.closest("form");
  const least = Number(root.dataset.lengthMin) || 6;
  const keys = new Map([...root.querySelectorAll("[data-key]")].map((key) => [key.textContent.trim(), key.dataset.key]));
  let typed = [];
  let byKeyboard = false;

  const spoken = document.createElement("span");
  const drawn = document.createElement("span");
  spoken.className = "visually-hidden";
  drawn.className = "keypad-drawn";
  drawn.setAttribute("aria-hidden", "true");
  dots.replaceChildren(drawn, spoken);

  function show() {
    answer.value = typed.join("");
    const marks = Array.from({ length: Math.max(least, typed.length) }, (_, place) => {
      const mark = document.createElement("i");
      mark.className = place < typed.length ? "filled" : "";
      return mark;
    });
    drawn.replaceChildren(...marks);
    const count = typed.length;
    const sentence = count === 0 ? dots.dataset.empty : count === 1 ? dots.dataset.one : dots.dataset.many;
    spoken.textContent = sentence.replace("{count}", String(count));
  }

  function press(name) {
    if (typed.length < LONGEST) typed.push(name);
    show();
  }

  function choose(usesPlain) {
    typed = [];
    show();
    root.dataset.ready = usesPlain ? "plain" : "pad";
    pad.hidden = usesPlain;
    plain.hidden = !usesPlain;
    for (const part of plain.querySelectorAll("input, button")) part.disabled = !usesPlain;
    // A disabled first submit button would swallow the Enter key of the plain field.
    submit.type = usesPlain ? "button" : "submit";
    toggle.textContent = usesPlain ? toggle.dataset.toKeys : toggle.dataset.toPlain;
  }

  root.addEventListener("click", (event) => {
    const key = event.target.closest("[data-key]");
    if (!key) return;
    byKeyboard = false;
    press(key.dataset.key);
  });
  find("clear").addEventListener("click", () => {
    typed = [];
    show();
  });
  toggle.addEventListener("click", () => {
    const usesPlain = root.dataset.ready === "pad";
    remember(usesPlain);
    choose(usesPlain);
    if (usesPlain) plain.querySelector("input").focus();
  });

  document.addEventListener("keydown", (event) => {
    if (root.dataset.ready !== "pad" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea, dialog, a")) return;
    if (keys.has(event.key)) {
      byKeyboard = true;
      press(keys.get(event.key));
    } else if (event.key === "Backspace") {
      typed.pop();
      show();
    } else if (event.key === "Enter" && typed.length && (byKeyboard || event.target === document.body)) {
      // Focus may rest on a digit while the code is typed: Enter then means « Valider », not that digit again.
      if (event.target.closest("[data-keypad-clear], [data-keypad-toggle]")) return;
      form.requestSubmit(submit);
    } else {
      return;
    }
    event.preventDefault();
  });

  // A page that comes back from the browser's memory must not still hold a code.
  addEventListener("pageshow", (event) => event.persisted && choose(root.dataset.ready === "plain"));

  find("switch").hidden = false;
  choose(preferred());
}

document.querySelectorAll("[data-keypad]").forEach(start);
