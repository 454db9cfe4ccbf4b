// The phone's app: which screen follows which. What waits is asked again and again while the app is open; the list on
// screen is always the server's last word, and an answer always uses the newest challenge.

import { activating } from "./activating.js";
import { answering } from "./answering.js";
import { calling } from "./calling.js";
import { canVerify, choosingBiometrics, openingSpace, renewing, settleRenewal, updating } from "./asking.js";
import { installable, noticeOf, noticesPossible } from "./notices.js";
import { offline, reading } from "./offline.js";
import { askNotices, keepNotices, onNotice, requestIn } from "./push.js";
import { leftOf, refreshLeft, rowsOf } from "./rows.js";
import { current, linesOf, onLeave, say, show, unlessLeft, words } from "./screens.js";
import { Offline, Refusal, waiting } from "./server.js";
import { activationIn } from "./scan.js";
import { forget, load } from "./vault.js";
import { looksLikeRequest } from "./without-network.js";

const WAIT_SECONDS = 25;
const PENDING_WAIT_SECONDS = 3;
const PAUSE_OFFLINE_MS = 3000;

const state = { phone: null, listed: null, online: true, seen: new Set(), wanted: null, call: null };

const quiet = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function able() {
  return Boolean(window.isSecureContext && crypto.subtle && window.indexedDB && crypto.getRandomValues);
}

async function start() {
  if (!able()) {
    show("unable");
    return;
  }
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register("/phone/worker.js", { scope: "/phone/" }).catch(() => {
      // Without a worker the app still works; it only cannot open without network.
    });
  }
  document.querySelector("meta[name=theme-color]").content = getComputedStyle(document.body).backgroundColor;
  tellNetwork(navigator.onLine);
  window.addEventListener("online", () => tellNetwork(true));
  window.addEventListener("offline", () => tellNetwork(false));
  window.addEventListener("hashchange", fromLink);
  onNotice(openWanted);
  state.phone = await load();
  if (fromLink()) return;
  if (state.phone) resume();
  else beginActivation("");
}

/** An activation link was opened. The code leaves the address at once: it is in no history and on no screenshot. */
function fromLink() {
  const wanted = requestIn(location.href);
  if (wanted) {
    history.replaceState(null, "", location.pathname);
    openWanted(wanted);
    return false;
  }
  if (state.phone && looksLikeRequest(location.hash)) {
    const text = location.hash;
    history.replaceState(null, "", location.pathname);
    if (!listening) resume(); // The list is asked for behind what is read.
    reading({ phone: state.phone, text, left: home });
    return true;
  }
  const code = activationIn(location.href);
  if (code === null) return false;
  history.replaceState(null, "", location.pathname);
  beginActivation(code);
  return true;
}

/** A notice was touched: its request is opened as soon as it is known to wait, and over a list only. */
function openWanted(requestId) {
  state.wanted = requestId;
  const request = state.listed?.requests.find((one) => one.request_id === requestId);
  if (!request || current() !== "home") return;
  state.wanted = null;
  open(request);
}

function beginActivation(code) {
  stopListening();
  activating({ code, done: async () => {
    state.phone = await load();
    resume();
  } });
}

function resume() {
  state.listed = null;
  keepNotices(state.phone);
  show("loading", { slots: { text: words.loading } });
  listen();
}

let listening = null;

function stopListening() {
  listening?.abort();
  listening = null;
}

/** Ask what waits, for as long as this phone is enrolled. */
async function listen() {
  stopListening();
  const mine = new AbortController();
  listening = mine;
  while (!mine.signal.aborted) {
    const wait = state.listed === null ? 0 : state.listed.phone.state === "pending" ? PENDING_WAIT_SECONDS : WAIT_SECONDS;
    try {
      const listed = await waiting(state.phone, { known: state.listed?.mark ?? "", wait, signal: mine.signal });
      tellNetwork(true);
      if (mine.signal.aborted) return;
      const renewed = await settleRenewal(state.phone, listed.phone);
      if (renewed) state.phone = renewed;
      if (mine.signal.aborted) return;
      take(listed);
      if (renewed) showRenewed();
    } catch (failure) {
      if (failure.name === "AbortError") return;
      if (failure instanceof Refusal && failure.code === "phone_unknown") {
        gone();
        return;
      }
      if (failure.code === "phone_too_old") {
        updating();
        return;
      }
      tellNetwork(false);
      if (state.listed === null && current() === "loading") home();
      await quiet(PAUSE_OFFLINE_MS);
    }
  }
}

function take(listed) {
  const before = state.listed;
  state.listed = listed;
  noticeOf(listed.requests.filter((one) => !state.seen.has(key(one))), listed.requests.length);
  listed.requests.forEach((one) => state.seen.add(key(one)));
  const was = before?.phone.state;
  if (listed.phone.state === "pending") {
    if (current() !== "pending") pending();
  } else if (listed.phone.state === "active" && was === "pending") {
    ready();
  } else if (listed.phone.state === "removed") {
    gone();
  } else if (current() === "settings" && before?.phone.name !== listed.phone.name) {
    settings(); // It was given another name in the client space.
  } else if (current() === "ready" && listed.requests.length) {
    home(); // What waits goes before what is only said.
  } else if ((current() === "loading" && !before) || current() === "home" || (before && was !== listed.phone.state && current() !== "blocked")) {
    if (before?.mark !== listed.mark || current() !== "home") home();
  }
  if (current() === "call") state.call();
  if (state.wanted) openWanted(state.wanted);
}

const key = (request) => `${request.request_id} ${request.nonce}`;

/** The bar says it on every screen but home, which says it in full. */
function tellNetwork(there) {
  const changed = state.online !== there;
  state.online = there;
  document.getElementById("offline").hidden = there;
  if (changed && current() === "home") home();
  if (changed && current() === "call") state.call();
}

function pending() {
  show("pending", {
    slots: { print: state.phone.fingerprint },
    acts: { restart: () => beginActivation("") },
  });
}

function ready() {
  show("ready", {
    // An iPhone added it before, or never: added now, it would begin with nothing.
    slots: { title: words["ready-title"], text: words["ready-text"], next: "standalone" in navigator ? null : words["ready-next"] },
    acts: { go: home },
  });
}

function showRenewed() {
  show("renewed", {
    slots: { title: words["renewed-title"], text: words["renewed-text"], next: heldUntil(state.listed?.phone) },
    acts: { go: home },
  });
}

/** From when a phone that waits out its safety delay serves; "" once it does. */
function heldUntil(phone) {
  if (!phone?.usable_from) return "";
  const language = document.documentElement.lang;
  const when = { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" };
  return say("held", { until: new Intl.DateTimeFormat(language, when).format(new Date(phone.usable_from * 1000)) });
}

const forgotCode = () => renewing({ phone: state.phone, back: home });

function gone() {
  stopListening();
  show("gone", {
    slots: { title: words["gone-title"], text: words["gone-text"] },
    acts: { go: eraseAndRestart },
  });
}

async function eraseAndRestart() {
  stopListening();
  await forget();
  state.phone = null;
  state.listed = null;
  beginActivation("");
}

function home() {
  const phone = state.listed?.phone;
  if (phone?.state === "blocked" || phone?.state === "suspended") {
    const kind = phone.state === "blocked" ? "blocked-home" : "suspended";
    show("blocked", {
      slots: { title: words[`${kind}-title`], text: words[`${kind}-text`] },
      acts: { quiet: () => beginActivation(""), ...(phone.state === "blocked" && { renew: forgotCode }) },
    });
    return;
  }
  if (phone?.state === "pending") {
    pending();
    return;
  }
  // Without network nothing is listed: what was known may be settled by now.
  const requests = (state.online && state.listed?.requests) || [];
  const calm = document.getElementById(state.online ? "piece-calm" : "piece-cut-off");
  show("home", {
    slots: {
      title: words["home-title"],
      calling: state.online && state.listed?.call ? say("call-who", state.listed.call) : null,
      list: requests.length ? rowsOf(requests, open) : null,
      calm: requests.length ? null : calm.content.cloneNode(true),
      warning: heldUntil(phone) || (phone?.tries_left === 1 ? words["warning-last"] : null),
    },
    acts: {
      settings,
      call: askCall,
      ...(state.online && phone && !phone.usable_from && { space: openSpace }),
      offline: () => offline({ phone: state.phone, left: home }),
      ...(noticesPossible() && { notify: () => askNotices({ phone: state.phone, back: home }) }),
      ...(installable() && { install: async () => (await installable()(), home()) }),
    },
  });
  const timer = setInterval(() => requests.length && refreshLeft(requests), 5000);
  onLeave(() => clearInterval(timer));
}

/** Nobody knows while the list cannot be asked for, or the phone waits out its safety delay. */
function askCall() {
  const known = () => state.online && state.listed && !state.listed.phone.usable_from;
  state.call = calling({ phone: state.phone, now: () => (known() ? state.listed.call : undefined), back: home });
}

function openSpace() {
  openingSpace({
    phone: state.phone,
    back: home,
    open: (request, listed) => {
      state.listed = listed;
      open(request, { arrived: () => location.assign(`/requests/${request.request_id}`) });
    },
  });
}

function open(request, { arrived } = {}) {
  answering({
    phone: state.phone,
    request,
    arrived,
    forgot: forgotCode,
    biometrics: () => state.listed?.phone.biometrics,
    newest: () => state.listed?.requests.find((one) => one.request_id === request.request_id) ?? request,
    linesOf,
    leftOf,
    triesLeft: () => state.listed?.phone.tries_left ?? 3,
    // The list learns of a wrong code only when it is next asked for: the warning must not wait for that.
    tried: (left) => {
      if (state.listed) state.listed = { ...state.listed, phone: { ...state.listed.phone, tries_left: left } };
    },
    finished: () => {
      // Ask at once: what was answered must not be shown as waiting, even for a second.
      if (state.listed) {
        const others = state.listed.requests.filter((one) => one.request_id !== request.request_id);
        state.listed = { ...state.listed, requests: others, mark: "" };
      }
      home();
      listen();
    },
    left: home,
    unknown: gone,
  });
}

async function settings() {
  const still = unlessLeft();
  const verifies = state.listed && !state.listed.phone.usable_from && (await canVerify());
  if (!still()) return;
  show("settings", {
    slots: { name: state.listed?.phone.name ?? state.phone.name, print: state.phone.fingerprint },
    acts: {
      back: home,
      forget: askForget,
      renew: () => renewing({ phone: state.phone, back: settings }),
      ...(verifies && { finger: biometrics }),
      ...("Notification" in window && { notices: () => askNotices({ phone: state.phone, back: settings }) }),
    },
  });
}

function biometrics() {
  choosingBiometrics({
    phone: state.phone,
    on: Boolean(state.listed?.phone.biometrics),
    back: settings,
    open: (request, listed) => {
      state.listed = listed;
      open(request);
    },
  });
}

function askForget() {
  show("forget", { acts: { back: home, forget: eraseAndRestart } });
}

start().catch((failure) => {
  if (failure instanceof Offline) tellNetwork(false);
  else show("unable");
});
