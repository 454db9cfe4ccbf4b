// What the phone reads and says without network: docs/phone-protocol.md, §5. Nothing here calls the server.

import { bytesOf } from "./wire.js";

const READS = "OCRA-1:HOTP-SHA256-8:QH64-PSHA256-T1M";
const SAYS = "OCRA-1:HOTP-SHA256-8:QN08-PSHA256-T1M";
const SIGNED = "parvis-phone-offline-1\n";
const MARK = "#read=";
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const SIGNATURE_BYTES = 64;
const TEXT_LENGTH_MAX = 8000;

/** Whether a text is the content of a request's QR code, or the address that a camera opened from it. */
export const looksLikeRequest = (text) => text.includes(MARK);

/** The canonical request of a QR code, or null where the institution did not sign it for this very phone. */
export async function unpack(text, serverKey) {
  const whole = fromBase32(text.slice(text.lastIndexOf(MARK) + MARK.length));
  if (!whole || whole[0] !== 1 || whole.length <= 1 + SIGNATURE_BYTES) return null;
  const signature = whole.slice(1, 1 + SIGNATURE_BYTES);
  const packed = whole.slice(1 + SIGNATURE_BYTES);
  const curve = { name: "ECDSA", namedCurve: "P-256" };
  const key = await crypto.subtle.importKey("raw", fromBase64(serverKey), curve, false, ["verify"]);
  const signed = new Uint8Array([...bytesOf(SIGNED), ...packed]);
  // Nothing is unpacked before it is known who packed it.
  if (!(await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, signature, signed))) return null;
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(unpacked).text();
}

/** The eight digits that approve what was read, under the knowledge key that the typed code uncovered. */
export async function codeFor(canonical, { offlineKey, pinHash, seconds }) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytesOf(canonical)));
  return ocra(READS, digest, { offlineKey, pinHash, seconds });
}

/** Eight digits that answer nothing in particular: the question is the number zero. */
export const codeAlone = (given) => ocra(SAYS, new Uint8Array(0), given);

/** What stands for the typed code in what is hashed: P. */
export const pinHashOf = async (knowledge) => new Uint8Array(await crypto.subtle.digest("SHA-256", knowledge));

/** OCRA (RFC 6287) of the two suites: suite, zero, question in 128 bytes, P, T in minutes. */
async function ocra(suite, question, { offlineKey, pinHash, seconds }) {
  const head = bytesOf(`${suite}\0`);
  const data = new Uint8Array(head.length + 128 + pinHash.length + 8);
  data.set(head);
  data.set(question, head.length);
  data.set(pinHash, head.length + 128);
  new DataView(data.buffer).setBigUint64(data.length - 8, BigInt(Math.floor(seconds / 60)));
  const mac = new DataView(await crypto.subtle.sign("HMAC", offlineKey, data));
  const number = mac.getUint32(mac.getUint8(31) & 15) & 0x7fffffff;
  return String(number % 100_000_000).padStart(8, "0");
}

/** RFC 4648 base 32, in any case, with spaces and without padding; null for anything else. */
function fromBase32(text) {
  const plain = text.replace(/\s|=/g, "").toUpperCase();
  if (!plain || plain.length > TEXT_LENGTH_MAX) return null;
  const bytes = new Uint8Array(Math.floor((plain.length * 5) / 8));
  let held = 0;
  let bits = 0;
  let at = 0;
  for (const letter of plain) {
    const value = LETTERS.indexOf(letter);
    if (value < 0) return null;
    held = ((held << 5) | value) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (held >> bits) & 0xff;
    }
  }
  return bytes;
}

function fromBase64(text) {
  const letters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}
