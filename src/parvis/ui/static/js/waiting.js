// The page that waits for an answer made elsewhere: it moves on by itself, and says the time left in words.

const page = document.querySelector("[data-state-url]");
const opened = Date.now();
let source;
let answering = false;

function listen(url, failures = 0) {
  if (answering) return;
  source = new EventSource(url);
  source.addEventListener("settled", () => {
    source.close();
    location.reload();
  });
  source.addEventListener("open", () => (failures = 0));
  source.addEventListener("error", () => {
    // The browser tries again by itself unless the answer was an error; then we do, less and less often.
    if (source.readyState !== EventSource.CLOSED || failures > 8) return;
    setTimeout(() => listen(url, failures + 1), Math.min(30, 2 ** failures) * 1000);
  });
}

// Help comes when it is needed, not before; a reload does not make it wait again.
function helpLater() {
  const seen = `waiting ${page.dataset.stateUrl}`;
  let since = opened;
  try {
    since = Number(sessionStorage.getItem(seen)) || opened;
    sessionStorage.setItem(seen, String(since));
  } catch {
    // Storage is closed: the delay starts with this page.
  }
  for (const help of document.querySelectorAll("[data-after-seconds]")) {
    const left = since + Number(help.dataset.afterSeconds) * 1000 - Date.now();
    if (left <= 0) continue;
    help.setAttribute("data-later", "");
    setTimeout(() => help.removeAttribute("data-later"), left);
  }
}

function sayTimeLeft() {
  const place = document.querySelector("[data-time-left]");
  const atFirst = Number(page.dataset.secondsLeft);
  if (!place || !(atFirst > 0)) return;
  const many = place.textContent;
  const tick = () => {
    const seconds = atFirst - (Date.now() - opened) / 1000;
    const minutes = Math.ceil(seconds / 60);
    if (seconds <= 0) {
      clearInterval(timer);
      setTimeout(() => location.reload(), 1500);
    } else if (seconds < 60) {
      place.textContent = place.dataset.less ?? place.dataset.one;
    } else if (minutes === 1) {
      place.textContent = place.dataset.one;
    } else if (atFirst >= 60) {
      const text = many.replace(/\d+/, String(minutes));
      if (place.textContent !== text) place.textContent = text;
    }
  };
  const timer = setInterval(tick, 1000);
}

if (page) {
  listen(page.dataset.stateUrl);
  // An answer given on this page settles it too: a reload would then overtake what the answer itself leads to.
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    answering = true;
    source.close();
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    answering = false;
    listen(page.dataset.stateUrl);
  });
  helpLater();
  sayTimeLeft();
}
