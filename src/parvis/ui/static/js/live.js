// A page that others change: its parts (data-live) are fetched again when the program says so. Nothing that is being
// typed is lost, and nothing moves under the hand: then the page only says that there is something new.

const live = document.querySelector("[data-live-url]");
const told = live.querySelector("[role=status]");
const news = live.querySelector("[data-live-news]");
const waits = live.hasAttribute("data-live-waits"); // for somebody to ask: the page is being read and answered

const parts = () => [...document.querySelectorAll("[data-live]")];
const busy = () => waits || parts().some((part) => part.contains(document.activeElement) || part.matches(":hover"));

function say(text) {
  told.textContent = text;
}

function listen(failures = 0) {
  const source = new EventSource(live.dataset.liveUrl);
  source.addEventListener("open", () => (failures = 0));
  source.addEventListener("moved", () => {
    source.close();
    if (!busy()) return refresh();
    news.hidden = false;
    say(news.textContent.trim());
  });
  source.addEventListener("error", () => {
    // The browser tries again by itself unless the answer was an error; then we do, less and less often.
    if (source.readyState !== EventSource.CLOSED || failures > 8) return;
    setTimeout(() => listen(failures + 1), Math.min(30, 2 ** failures) * 1000);
  });
}

// What was typed or chosen is put into the fresh part, field by field.
function keep(before, after) {
  for (const field of before.querySelectorAll("textarea[name], select[name], input[name]:not([type=hidden])")) {
    const choice = field.type === "radio" ? `[value="${CSS.escape(field.value)}"]` : "";
    const fresh = after.querySelector(`[name="${CSS.escape(field.name)}"]${choice}`);
    if (!fresh) continue;
    if (choice) fresh.checked = field.checked;
    else fresh.value = field.value;
  }
}

async function refresh() {
  const answer = await fetch(live.dataset.livePage, { cache: "no-store", redirect: "error" }).catch(() => null);
  news.hidden = Boolean(answer?.ok);
  if (!answer?.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of parts()) {
    const fresh = page.querySelector(`[data-live="${part.dataset.live}"]`);
    if (!fresh) continue;
    keep(part, fresh);
    part.replaceWith(document.adoptNode(fresh));
  }
  live.dataset.liveUrl = page.querySelector("[data-live-url]").dataset.liveUrl;
  say(document.querySelector("[data-live-says]")?.textContent ?? live.dataset.liveDone);
  listen();
  return true;
}

news.querySelector("a").addEventListener("click", async (event) => {
  event.preventDefault();
  if (await refresh()) document.getElementById("main").focus();
  else location.assign(event.target.href);
});
// Once the hand has left the list, it comes up to date by itself.
for (const left of ["focusout", "pointerout"]) {
  document.addEventListener(left, () => setTimeout(() => !news.hidden && !busy() && refresh(), 300));
}
listen();
