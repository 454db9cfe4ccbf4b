// What the app asks for itself, in this very browser: a new code (« Code oublié »), biometrics, the client space.
// Each is a request like any other: nothing changes before it is approved.

import { CODE_LENGTH, cover, trivial } from "./code.js";
import { Pad } from "./pad.js";
import { onLeave, show, unlessLeft, words } from "./screens.js";
import { Offline, askBiometrics, askRenewal, askSpace, waiting } from "./server.js";
import { load, save } from "./vault.js";
import { fromBase64, random, sha256Bytes, toBase64 } from "./wire.js";

const say = (failure) =>
  failure instanceof Offline ? words["error-offline-title"] : (failure.told?.message ?? words["error-title"]);

function failed(failure, again, back) {
  show("error", {
    slots: { title: words["error-title"], text: say(failure) },
    acts: { again, go: back },
  });
}

/** « Code oublié »: choose a new code here, then prove who one is on the institution's own pages. */
export function renewing({ phone, back }) {
  const digits = (title, text, error, previous, full) => {
    const screen = show("code", { slots: { title, text: error ? "" : text, error }, acts: { back: previous } });
    const pad = new Pad(screen, { length: CODE_LENGTH, secret: true, words, full });
    onLeave(() => pad.leave());
  };
  const choose = (error = "") =>
    digits(words["code-title"], words["code-text"], error, back, (chosen) => {
      if (trivial(chosen)) choose(words["code-trivial"]);
      else again(chosen);
    });
  const again = (chosen) =>
    digits(words["code-again-title"], words["code-again-text"], "", () => choose(), (repeated) => {
      if (repeated === chosen) send(chosen);
      else choose(words["code-differs"]);
    });
  const send = async (chosen) => {
    show("loading", { slots: { text: words.enrolling } });
    const still = unlessLeft();
    try {
      const { knowledge, salt, masked } = await cover(chosen);
      const asked = await askRenewal(phone, knowledge);
      knowledge.fill(0);
      await save({ ...phone, renewal: { request: asked.request_id, salt, masked } });
      location.assign(`/requests/${asked.request_id}`);
    } catch (failure) {
      if (still()) failed(failure, () => send(chosen), back);
    }
  };
  show("renew", { acts: { back, go: () => choose() } });
}

/** The new code is in force once the server says so: what the old one uncovers is then forgotten. */
export async function settleRenewal(phone, told) {
  const { renewal, ...kept } = phone;
  if (!renewal || told.renewed !== renewal.request) return null;
  await save({ ...kept, salt: renewal.salt, masked: renewal.masked });
  return load();
}

/** Whether this phone can verify its owner by itself. */
export const canVerify = async () =>
  Boolean(window.PublicKeyCredential && (await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable?.()));

const site = () => document.getElementById("screen").dataset.site;
const plain = (id) => Uint8Array.from(id.replaceAll("-", "").match(/../g), (pair) => Number.parseInt(pair, 16));
const joined = (...parts) => new Uint8Array(parts.flatMap((part) => Array.from(part)));

async function madeFor(phone, nonce) {
  const id = plain(phone.authenticatorId);
  const challenge = await sha256Bytes(joined(new TextEncoder().encode("parvis-phone-biometrics-1\n"), id, nonce));
  const made = await navigator.credentials.create({
    publicKey: {
      rp: { id: site(), name: document.title },
      user: { id, name: phone.name, displayName: phone.name },
      challenge,
      pubKeyCredParams: [-7, -257].map((alg) => ({ type: "public-key", alg })),
      authenticatorSelection: {
        authenticatorAttachment: "platform", residentKey: "discouraged", userVerification: "required",
      },
      attestation: "none",
    },
  });
  return JSON.stringify(made.toJSON());
}

/** What the platform says of a message, its owner verified: the answer's `assertion`. */
export async function verified(credential, text) {
  const found = await navigator.credentials.get({
    publicKey: {
      challenge: await sha256Bytes(new TextEncoder().encode(text)),
      rpId: site(),
      allowCredentials: [{ type: "public-key", id: fromBase64(credential) }],
      userVerification: "required",
    },
  });
  return JSON.stringify(found.toJSON());
}

/** Switch biometrics on, which the code then approves, or off. `open` shows the request that was asked for. */
export function choosingBiometrics({ phone, on, open, back, error = "" }) {
  const retry = (failure) =>
    still() && choosingBiometrics({ phone, on, open, back, error: failure.told?.message ?? words["finger-failed"] });
  const start = async () => {
    try {
      const nonce = random(32);
      const asked = await askBiometrics(phone, { credential: await madeFor(phone, nonce), nonce: toBase64(nonce) });
      await opens(phone, asked, open, still);
    } catch (failure) {
      retry(failure);
    }
  };
  const stop = () => askBiometrics(phone, { credential: "", nonce: toBase64(random(32)) }).then(() => still() && back(), retry);
  show("finger", { slots: { error }, acts: { back, ...(on ? { off: stop } : { on: start }) } });
  const still = unlessLeft();
}

async function opens(phone, asked, open, still) {
  const listed = await waiting(phone);
  if (!still()) return;
  const request = listed.requests.find((one) => one.request_id === asked.request_id);
  if (request) open(request, listed);
  else location.assign(`/requests/${asked.request_id}`);
}

/** Open the client space in this browser: the request waits here alone, and is approved here. */
export async function openingSpace({ phone, open, back }) {
  show("loading", { slots: { text: words.loading } });
  const still = unlessLeft();
  try {
    await opens(phone, await askSpace(phone), open, still);
  } catch (failure) {
    if (still()) failed(failure, () => openingSpace({ phone, open, back }), back);
  }
}

/** This version is too old: forget the files that are kept, and fetch the app again. */
export function updating() {
  show("old", {
    acts: {
      update: async () => {
        const names = await caches.keys();
        await Promise.all(names.filter((name) => name.startsWith("parvis-phone-")).map((name) => caches.delete(name)));
        await (await navigator.serviceWorker?.getRegistration("/phone/"))?.update();
        location.reload();
      },
    },
  });
}
