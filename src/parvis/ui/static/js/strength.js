// How solid a new password is, said while it is typed: a rough count of the bits that a guesser must go through.
// It only advises. The server judges, with lists that are not here.

const CLASSES = [[/\p{Ll}/u, 26], [/\p{Lu}/u, 26], [/\p{Nd}/u, 10], [/[^\p{L}\p{Nd}]/u, 33]];

function judged(password) {
  const found = CLASSES.filter(([pattern]) => pattern.test(password));
  const length = [...password].length;
  if (length < 8 || (length < 12 && found.length < 3)) return "short";
  // What repeats adds nothing.
  const bits = new Set(password).size * Math.log2(found.reduce((sum, [, size]) => sum + size, 0));
  return bits >= 80 ? "strong" : bits >= 60 ? "good" : "fair";
}

for (const told of document.querySelectorAll("[data-strength]")) {
  const field = document.getElementById(told.dataset.strength);
  let later;
  field.addEventListener("input", () => {
    clearTimeout(later);
    // A pause first: a screen reader should hear the outcome, not each letter.
    later = setTimeout(() => {
      told.hidden = !field.value;
      told.textContent = field.value ? told.dataset[judged(field.value)] : "";
    }, 400);
  });
}
