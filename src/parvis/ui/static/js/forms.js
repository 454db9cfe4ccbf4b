// Small courtesies for every form. Each page works without them.

// A double click sends once. The server also refuses the second: this only spares a surprise.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-disabled", "true");
});

// Back brings a page as it was left: its forms may be sent again.
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
  for (const button of document.querySelectorAll("button[aria-disabled]")) button.removeAttribute("aria-disabled");
});

for (const input of document.querySelectorAll("input[data-reveal]")) {
  const button = document.createElement("button");
  const show = (shown) => {
    input.type = shown ? "text" : "password";
    button.textContent = shown ? input.dataset.hide : input.dataset.show;
    button.setAttribute("aria-pressed", String(shown));
  };
  button.type = "button";
  button.className = "reveal";
  button.setAttribute("aria-controls", input.id);
  input.dataset.revealable = "yes";
  input.after(button);
  show(false);
  button.addEventListener("click", () => show(input.type === "password"));
  // What is sent is a password again, so that no browser offers to remember it as plain text.
  input.form?.addEventListener("submit", () => show(false));
}

// A page that refused what was sent is reloaded as the page that it is: sent again, a wrong answer would be counted again.
const address = document.querySelector("[data-address]")?.dataset.address;
if (address) history.replaceState(history.state, "", address);

document.querySelector("[data-focus]")?.focus();

if (document.querySelector("[data-copy]")) import("./copy.js");
