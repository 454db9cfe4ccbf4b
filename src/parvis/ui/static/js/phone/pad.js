// Digits on big keys. Works with the finger, with a keyboard, and with a screen reader: real buttons, and a status that
// says how many digits are there, never which.

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0", "back"];

export class Pad {
  /** `host` has one [data-pad]; `full(digits)` is called once `length` digits are there. */
  constructor(host, { length, secret, words, full }) {
    this.length = length;
    this.secret = secret;
    this.words = words;
    this.full = full;
    this.digits = "";
    this.enabled = true;
    this.place = host.querySelector("[data-pad]");
    this.build(document.getElementById("piece-back"));
    this.typed = (event) => this.type(event);
    document.addEventListener("keydown", this.typed);
  }

  build(backDrawing) {
    this.dots = document.createElement("p");
    this.dots.className = this.secret ? "pad-dots" : "pad-dots pad-figures";
    this.dots.setAttribute("role", "status");
    const keys = document.createElement("div");
    keys.className = "pad-keys";
    for (const key of KEYS) keys.append(key === "" ? document.createElement("span") : this.key(key, backDrawing));
    this.place.replaceChildren(this.dots, keys);
    this.show();
  }

  key(key, backDrawing) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "pad-key";
    if (key === "back") {
      button.classList.add("pad-back");
      button.setAttribute("aria-label", this.words.back);
      button.append(backDrawing.content.cloneNode(true));
      button.addEventListener("click", () => this.back());
    } else {
      button.textContent = key;
      button.addEventListener("click", () => this.add(key));
    }
    return button;
  }

  type(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea")) return;
    if (/^[0-9]$/.test(event.key)) this.add(event.key);
    else if (event.key === "Backspace") this.back();
    else return;
    event.preventDefault();
  }

  add(digit) {
    if (!this.enabled || this.digits.length >= this.length) return;
    this.digits += digit;
    this.show();
    if (this.digits.length === this.length) {
      this.enabled = false;
      // The last dot is seen before the screen moves on.
      setTimeout(() => this.full(this.digits), 120);
    }
  }

  back() {
    if (!this.enabled) return;
    this.digits = this.digits.slice(0, -1);
    this.show();
  }

  clear() {
    this.digits = "";
    this.enabled = true;
    this.show();
  }

  show() {
    this.dots.replaceChildren();
    for (let at = 0; at < this.length; at += 1) {
      const dot = document.createElement("span");
      dot.className = at < this.digits.length ? "pad-dot pad-dot-full" : "pad-dot";
      dot.setAttribute("aria-hidden", "true");
      if (!this.secret) dot.textContent = this.digits[at] ?? "";
      this.dots.append(dot);
    }
    const said = document.createElement("span");
    said.className = "visually-hidden";
    said.textContent = this.words.typed.replace("{count}", this.digits.length).replace("{length}", this.length);
    this.dots.append(said);
  }

  leave() {
    this.digits = "";
    document.removeEventListener("keydown", this.typed);
  }
}
