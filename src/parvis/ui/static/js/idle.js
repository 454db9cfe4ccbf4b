// Warns before the session ends and lets one key keep it (RTS article 4(3)(d), WCAG 2.2.1).
// The server alone decides: another window may have kept the session, so it is asked before anything is shown.

const dialog = document.getElementById("idle");
const data = dialog.dataset;
const idle = Number(data.idleSeconds);
const warn = Number(data.warnSeconds);
const left = dialog.querySelector("[data-left]");
const announced = dialog.querySelector("[data-announce]");
const stay = dialog.querySelector("form");
const windows = "BroadcastChannel" in globalThis ? new BroadcastChannel("session") : null;
const AGAIN_SECONDS = 10;

let endsAt = Date.now() + idle * 1000;
let timer = 0;

const secondsLeft = () => Math.max(0, Math.round((endsAt - Date.now()) / 1000));

function leave() {
  location.assign(data.endedUrl);
}

async function ask() {
  try {
    const answer = await fetch(data.remainingUrl, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (answer.status === 401) return 0;
    if (answer.ok) return Number((await answer.json()).seconds);
  } catch {
    // No network: our own clock is the best we have.
  }
  return secondsLeft();
}

function words(seconds) {
  return (seconds === 1 ? data.one : data.many).replace("#", String(seconds));
}

function rest() {
  clearTimeout(timer);
  if (dialog.open) dialog.close();
  timer = setTimeout(look, Math.max(1, secondsLeft() - warn) * 1000);
}

function kept(seconds) {
  endsAt = Date.now() + seconds * 1000;
  rest();
}

async function look() {
  clearTimeout(timer);
  const seconds = await ask();
  endsAt = Date.now() + seconds * 1000;
  if (seconds <= 0) return leave();
  if (seconds > warn) return rest();
  if (!dialog.open) {
    dialog.showModal();
    announced.textContent = words(seconds);
  }
  countDown(Math.min(seconds, AGAIN_SECONDS));
}

function countDown(untilNextQuestion) {
  const seconds = secondsLeft();
  left.textContent = words(seconds);
  if (seconds === 30 || seconds === 10) announced.textContent = words(seconds);
  if (seconds <= 0 || untilNextQuestion <= 0) return void look();
  timer = setTimeout(() => countDown(untilNextQuestion - 1), 1000);
}

stay.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const answer = await fetch(stay.action, { method: "POST", body: new URLSearchParams(new FormData(stay)), redirect: "manual" });
    if (!answer.ok && answer.type !== "opaqueredirect") throw new Error(String(answer.status));
    kept(idle);
    windows?.postMessage("kept");
  } catch {
    // The plain form does the same, and shows what went wrong if something did.
    stay.submit();
  }
});

// Escape closes a dialog: here it means « I am here », as any other key that says so.
dialog.addEventListener("cancel", (event) => {
  event.preventDefault();
  stay.requestSubmit();
});

windows?.addEventListener("message", () => kept(idle));
document.addEventListener("visibilitychange", () => {
  // A sleeping computer stops timers, not sessions.
  if (document.visibilityState === "visible" && secondsLeft() <= warn) look();
});
// Back must show nothing of a session that has ended, where a browser keeps whole pages in spite of « no-store » too.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
rest();
