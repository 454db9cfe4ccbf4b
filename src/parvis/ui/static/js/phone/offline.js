// Without network: a request is read from a QR code (camera, picture, or its text), or only a code is asked for. The
// four digits are typed here, eight digits are shown, and their owner types those on the computer.

import { CODE_LENGTH, uncover } from "./code.js";
import { Pad } from "./pad.js";
import { textOf, textOfAddress, textOfFile } from "./pictures.js";
import { linesOf, onLeave, say, show, timeLeft, words } from "./screens.js";
import { serverSeconds } from "./server.js";
import { codeAlone, codeFor, looksLikeRequest, pinHashOf, unpack } from "./without-network.js";

const LOOK_EVERY_MS = 250;
const MINUTE = 60;

/** The way in: what can be done without network, and what cannot. `left` leads back to the app's home. */
export function offline({ phone, left }) {
  const back = () => offline({ phone, left });
  show("offline", {
    acts: {
      back: left,
      read: () => choosing({ phone, left, back }),
      say: () => askCode({ phone, left, back, make: codeAlone }),
    },
  });
}

/** A request whose text is known already: a link that the phone's own camera has opened. */
export const reading = ({ phone, text, left }) => read(text, { phone, left, back: () => offline({ phone, left }) });

/** Find the QR code: by the camera, in a picture, or as text. */
function choosing({ phone, left, back, error = "" }) {
  const screen = show("offline-read", { slots: { error }, acts: { back } });
  const video = screen.querySelector("video");
  const again = (why) => choosing({ phone, left, back, error: words[why] });
  const found = (text) => (looksLikeRequest(text) ? read(text, { phone, left, back }) : again("offline-no-code"));
  onLeave(watch(video, (text) => looksLikeRequest(text) && read(text, { phone, left, back })));

  const file = screen.querySelector("input[type=file]");
  file.addEventListener("change", async () => file.files[0] && found(await textOfFile(file.files[0])));
  const form = screen.querySelector("form");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    found(form.querySelector("textarea").value);
  });
  screen.addEventListener("dragover", (event) => event.preventDefault());
  screen.addEventListener("drop", async (event) => {
    event.preventDefault();
    const { files } = event.dataTransfer;
    const [address, text] = ["text/uri-list", "text/plain"].map((kind) => event.dataTransfer.getData(kind));
    if (files[0]) found(await textOfFile(files[0]));
    else if (address.startsWith("data:")) found(await textOfAddress(address));
    else found(text);
  });
}

/** Look through the camera until `seen` is given a text. Returns what stops it. Without a camera nothing is shown. */
function watch(video, seen) {
  let stream = null;
  let timer = 0;
  let stopped = false;
  const look = async () => {
    const text = await textOf(video);
    if (stopped) return;
    if (text) seen(text);
    timer = setTimeout(look, LOOK_EVERY_MS);
  };
  video.hidden = true;
  navigator.mediaDevices
    ?.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1920 } } })
    .then(async (given) => {
      stream = given;
      if (stopped) {
        given.getTracks().forEach((track) => track.stop());
        return;
      }
      video.hidden = false;
      video.srcObject = given;
      await video.play();
      look();
    })
    .catch(() => {
      // No camera, or no leave to use it: a picture or the text does as well.
    });
  return () => {
    stopped = true;
    clearTimeout(timer);
    stream?.getTracks().forEach((track) => track.stop());
  };
}

async function read(text, { phone, left, back }) {
  const refuse = (why) =>
    show("offline-unread", { slots: { title: words[`${why}-title`], text: words[`${why}-text`] }, acts: { again: back, go: left } });
  if (!phone.serverKey) return refuse("offline-old");
  const canonical = await unpack(text, phone.serverKey).catch(() => null);
  if (canonical === null) return refuse("offline-not-ours");
  const request = JSON.parse(canonical);
  const until = Date.parse(request.expires_at) / 1000;
  if (until <= serverSeconds()) return refuse("offline-late");
  // What is shown is read from the very text that was signed, and whose digest makes the code.
  const made = (given) => codeFor(canonical, given);
  const reread = () => read(text, { phone, left, back });
  return show("offline-request", {
    slots: { lines: linesOf(request.lines), left: say("left", { left: timeLeft(until - serverSeconds()) }) },
    acts: { back: left, approve: () => askCode({ phone, left, back: reread, make: made }), refuse: left },
  });
}

function askCode({ phone, left, back, make }) {
  const screen = show("code", { slots: { title: words["enter-title"], text: words["offline-enter-text"] }, acts: { back } });
  const pad = new Pad(screen, { length: CODE_LENGTH, secret: true, words, full: async (code) => {
    show("offline-wait", {});
    const knowledge = await uncover(code, phone);
    const pinHash = await pinHashOf(knowledge);
    knowledge.fill(0);
    figures({ phone, left, make, pinHash });
  } });
  onLeave(() => pad.leave());
}

/** The eight digits, and the next ones when their minute is over, as long as they are looked at. */
async function figures({ phone, left, make, pinHash }) {
  const now = () => make({ offlineKey: phone.offlineKey, pinHash, seconds: serverSeconds() });
  let minute = Math.floor(serverSeconds() / MINUTE);
  const screen = show("offline-figures", { slots: { figures: grouped(await now()) }, acts: { go: left } });
  const place = screen.querySelector("[data-slot=figures]");
  const timer = setInterval(async () => {
    const current = Math.floor(serverSeconds() / MINUTE);
    if (current === minute) return;
    minute = current;
    place.textContent = grouped(await now());
  }, 1000);
  onLeave(() => {
    clearInterval(timer);
    pinHash.fill(0);
  });
}

const grouped = (code) => `${code.slice(0, 4)} ${code.slice(4)}`;
