// « Copier »: the text without the spaces that help the eye.

for (const button of document.querySelectorAll("[data-copy]")) {
  const text = button.parentElement.querySelector("[data-copy-text]");
  if (!text || !navigator.clipboard) continue;
  const label = button.querySelector("span");
  label.setAttribute("aria-live", "polite");
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent.replace(/\s/g, ""));
    } catch {
      // The browser said no: select the text, so that the person can copy it.
      getSelection().selectAllChildren(text);
      return;
    }
    label.textContent = button.dataset.done;
    setTimeout(() => (label.textContent = button.dataset.label), 2500);
  });
}
