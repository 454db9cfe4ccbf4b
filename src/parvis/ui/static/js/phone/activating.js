// Enrolment: the activation code, the 4-digit code twice, the keys, the call. Nothing is kept before the server said yes.

import { CODE_LENGTH, cover, trivial } from "./code.js";
import { Pad } from "./pad.js";
import { canScan, scan } from "./scan.js";
import { onLeave, show, words } from "./screens.js";
import { Offline, enroll } from "./server.js";
import { holdOfflineKey, keepForGood, newDeviceKey, save } from "./vault.js";
import { random } from "./wire.js";

const ACTIVATION_LENGTH = 10;
const OTHER_THAN_OURS = /[^2346789BCDFGHJKMPQRTVWXY]/g;

// The browsers of an iPhone say whether the page was opened from the home screen. What they keep for any other page is
// cleared after seven days without a visit, and an app that is added begins with nothing: it is added before it has keys.
const addsFirst = () => navigator.standalone === false;

const plain = (typed) => typed.toUpperCase().replace(OTHER_THAN_OURS, "");
const grouped = (code) => (code.length > 5 ? `${code.slice(0, 5)}-${code.slice(5)}` : code);

/** From a code that may be known already (a link, a QR code) to an enrolled phone; then `done` is called. */
export function activating({ code, done }) {
  const start = (activation, error = "") => {
    const screen = show("activate", { slots: { error }, acts: canScan() ? { scan: camera } : {} });
    const field = screen.querySelector("input");
    field.value = grouped(plain(activation));
    field.addEventListener("input", () => {
      const atEnd = field.selectionStart === field.value.length;
      if (atEnd) field.value = grouped(plain(field.value));
    });
    screen.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      const typed = plain(field.value);
      if (typed.length === ACTIVATION_LENGTH) choose(typed);
      else start(field.value, words["activate-incomplete"]);
    });
  };

  const camera = () => {
    const screen = show("scan", { acts: { type: () => start("") } });
    onLeave(scan(screen.querySelector("video"), { found: choose, failed: () => start("", words["scan-failed"]) }));
  };

  const digits = (title, text, error, back, full) => {
    const screen = show("code", { slots: { title, text, error }, acts: { back } });
    const pad = new Pad(screen, { length: CODE_LENGTH, secret: true, words, full });
    onLeave(() => pad.leave());
  };

  const choose = (activation, error = "") =>
    digits(words["code-title"], words["code-text"], error, () => start(activation), (chosen) => {
      if (trivial(chosen)) choose(activation, words["code-trivial"]);
      else again(activation, chosen);
    });

  const again = (activation, chosen) =>
    digits(words["code-again-title"], words["code-again-text"], "", () => choose(activation), (repeated) => {
      if (repeated === chosen) send(activation, chosen);
      else choose(activation, words["code-differs"]);
    });

  const send = async (activation, chosen) => {
    show("loading", { slots: { text: words.enrolling } });
    try {
      await makeKeys(activation, chosen);
      await done();
    } catch (failure) {
      if (failure instanceof Offline) failed(() => send(activation, chosen), () => start(activation));
      else start(activation, failure.told?.message ?? words["error-title"]);
    }
  };

  const failed = (again_, back) =>
    show("error", {
      slots: { title: words["error-offline-title"], text: words["error-title"] },
      acts: { again: again_, go: back },
    });

  const begin = () => (plain(code).length === ACTIVATION_LENGTH ? choose(plain(code)) : start(code));

  if (addsFirst()) show("add-first", { slots: { code: grouped(plain(code)) }, acts: { go: begin } });
  else begin();
}

async function makeKeys(activation, chosen) {
  const { key, publicKey } = await newDeviceKey();
  const offline = random(32);
  const { knowledge, salt, masked } = await cover(chosen);
  const taken = await enroll({ activation, key, publicKey, knowledge, offline });
  const offlineKey = await holdOfflineKey(offline);
  knowledge.fill(0);
  offline.fill(0);
  await save({
    authenticatorId: taken.authenticator_id,
    name: taken.name,
    fingerprint: taken.fingerprint,
    serverKey: taken.server_key,
    key,
    offlineKey,
    salt,
    masked,
  });
  keepForGood();
}
