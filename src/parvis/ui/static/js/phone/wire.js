// How the phone speaks to the server: docs/phone-protocol.md, section « Notation » and §2.

const utf8 = new TextEncoder();

export const bytesOf = (text) => utf8.encode(text);

export function toBase64(bytes) {
  const letters = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

export const fromBase64 = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

export const toHex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

export const random = (count) => crypto.getRandomValues(new Uint8Array(count));

export const sha256Bytes = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

export const sha256 = async (bytes) => toHex(await sha256Bytes(bytes));

/** RFC 8785, for messages of strings and integers: ECMAScript's own writing, names in order. */
export const canonical = (message) => JSON.stringify(message, Object.keys(message).sort());

/** ECDSA with SHA-256 on P-256: WebCrypto gives r ‖ s, as the protocol wants it. */
export const sign = async (key, bytes) =>
  toBase64(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, bytes));

/** A message in canonical form and its signature. */
export async function envelope(key, message) {
  const text = canonical(message);
  return { message: text, signature: await sign(key, bytesOf(text)) };
}

/** HMAC-SHA-256 under the knowledge key that a code uncovers. */
export async function mac(knowledge, text) {
  const key = await crypto.subtle.importKey("raw", knowledge, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return toBase64(await crypto.subtle.sign("HMAC", key, bytesOf(text)));
}

/** The header that signs one call. `seconds` is the time of the server, as far as we know it. */
export async function authorization({ key, id, method, host, path, seconds, nonce, body }) {
  const call = ["parvis-phone-call-1", method, host, path, String(seconds), nonce, await sha256(bytesOf(body))];
  const signature = await sign(key, bytesOf(call.join("\n")));
  return `Parvis-Phone id=${id}, time=${seconds}, nonce=${nonce}, signature=${signature}`;
}

/** What the browser shows as well, so that the owner sees that it is this phone: « 1f3a 9b02 ». */
export async function fingerprint(publicKey) {
  const digits = await sha256(publicKey);
  return `${digits.slice(0, 4)} ${digits.slice(4, 8)}`;
}
