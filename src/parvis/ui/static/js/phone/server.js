// The three calls of the protocol. A call that gets no answer throws Offline; a refusal throws Refusal.

import { authorization, canonical, envelope, mac, random, toBase64 } from "./wire.js";

export class Offline extends Error {}

export class Refusal extends Error {
  constructor(status, told) {
    super(told.code);
    this.status = status;
    this.code = told.code;
    this.told = told;
  }
}

// Our clock's delay on the server's, in seconds. Kept, because without network the codes are made by it as well.
const CLOCK = "parvis-clock";
let offset = kept();

function kept() {
  try {
    return Number(localStorage.getItem(CLOCK)) || 0;
  } catch {
    return 0; // No storage: our own clock must do.
  }
}

export const serverSeconds = () => Math.floor(Date.now() / 1000 + offset);

export const learnTime = (seconds) => {
  const found = seconds - Date.now() / 1000;
  const moved = Math.abs(found - offset) > 2;
  offset = found;
  try {
    if (moved) localStorage.setItem(CLOCK, String(Math.round(found)));
  } catch {
    // As above.
  }
};

const VERSION = "2"; // Of this app: an institution may ask for a newer one.

/** `here`: what is asked for belongs to this browser, which is given a ticket for it. Other calls carry no cookie. */
async function send(path, body, headers, { signal, here = false } = {}) {
  let response;
  try {
    response = await fetch(path, {
      method: "POST",
      body,
      headers: { "Content-Type": "application/json", "Parvis-Version": VERSION, ...headers },
      credentials: here ? "same-origin" : "omit",
      cache: "no-store",
      signal,
    });
  } catch (failure) {
    if (failure.name === "AbortError") throw failure;
    throw new Offline();
  }
  let told;
  try {
    told = await response.json();
  } catch {
    throw new Offline(); // A proxy or a portal answered in the place of the institution.
  }
  if (!response.ok) throw new Refusal(response.status, told);
  return told;
}

async function call(phone, path, message, options) {
  const body = JSON.stringify(message);
  const once = async () =>
    send(path, body, {
      Authorization: await authorization({
        key: phone.key,
        id: phone.authenticatorId,
        method: "POST",
        host: location.host,
        path,
        seconds: serverSeconds(),
        nonce: toBase64(random(16)),
        body,
      }),
    }, options);
  try {
    return await once();
  } catch (failure) {
    if (failure.code !== "phone_clock") throw failure;
    learnTime(failure.told.now);
    return once();
  }
}

/** §1: present the activation code and the keys. Whoever calls forgets `knowledge` and `offline` right after. */
export async function enroll({ activation, key, publicKey, knowledge, offline }) {
  const message = {
    code: activation,
    d: toBase64(offline),
    k: toBase64(knowledge),
    public_key: toBase64(publicKey),
    type: "enrolment",
    v: 1,
  };
  return send("/phone/api/enrolments", JSON.stringify(await envelope(key, message)), {});
}

/** §3: what waits, at once if it is not what `known` marks, else as soon as it changes. */
export async function waiting(phone, { known = "", wait = 0, signal } = {}) {
  const listed = await call(phone, "/phone/api/requests", { known, wait }, { signal });
  learnTime(listed.now);
  return listed;
}

async function answer(phone, request, said, { knowledge, verified } = {}) {
  const message = { digest: request.digest, nonce: request.nonce, request_id: request.request_id, v: 1, ...said };
  const signed = await envelope(phone.key, message);
  if (knowledge) signed.mac = await mac(knowledge, canonical(message));
  else if (verified) signed.assertion = await verified(canonical(message));
  return call(phone, `/phone/api/requests/${request.request_id}/answer`, signed);
}

/** §4: approve, with the knowledge key that the typed code uncovers, or what biometrics say of the message (§9). */
export const approve = (phone, request, { knowledge, verified, number }) =>
  answer(phone, request, number === null ? { verdict: "approve" } : { number, verdict: "approve" }, {
    knowledge,
    verified,
  });

/** §4: refuse. It needs no code: refusing is as easy as approving. */
export const refuse = (phone, request, because) => answer(phone, request, { because, verdict: "refuse" });

/** §10: somebody calls in the institution's name. */
export const reportCall = (phone) => call(phone, "/phone/api/calls/reports", {});

/** §6: where this browser is woken; null for nowhere any more; nothing to ask how it stands. */
export const notices = (phone, subscription) => call(phone, "/phone/api/notices", { subscription });

/** §7: a new knowledge key under a new code. It serves once the list says so. */
export const askRenewal = async (phone, knowledge) =>
  call(phone, "/phone/api/renewals", await envelope(phone.key, { k: toBase64(knowledge), type: "renewal", v: 1 }), {
    here: true,
  });

/** §8: open the client space in this browser. */
export const askSpace = (phone) => call(phone, "/phone/api/sign-ins", {}, { here: true });

/** §9: the key of the phone's platform, to be approved with the code; an empty one to do without. */
export const askBiometrics = async (phone, { credential, nonce }) =>
  call(phone, "/phone/api/biometrics", await envelope(phone.key, { credential, nonce, type: "biometrics", v: 1 }), {
    here: true,
  });
