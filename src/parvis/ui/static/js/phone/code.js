// The 4-digit code. It is kept nowhere: not here, not on the server, not hashed. What is kept is the knowledge key,
// covered by what the code becomes; every code uncovers something, and only the server can tell whether it is right.

import { MOST_USED } from "./trivial-codes.js";
import { bytesOf, random } from "./wire.js";

export const CODE_LENGTH = 4;
const ROUNDS = 600_000;
const CORNERS = new Set(["1397", "1793", "3179", "3971", "7139", "7931", "9317", "9713", "1379", "9731", "7913", "3917"]);
const COLUMNS = new Set(["2580", "0852"]);

/** 32 bytes made of a code: PBKDF2 with HMAC-SHA-256. */
export async function stretch(code, salt) {
  const key = await crypto.subtle.importKey("raw", bytesOf(code), "PBKDF2", false, ["deriveBits"]);
  const made = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  return new Uint8Array(await crypto.subtle.deriveBits(made, key, 256));
}

const xor = (left, right) => left.map((byte, at) => byte ^ right[at]);

/** A new knowledge key, and what the phone keeps of it under that code. */
export async function cover(code) {
  const knowledge = random(32);
  const salt = random(16);
  return { knowledge, salt, masked: xor(knowledge, await stretch(code, salt)) };
}

/** What that code uncovers: the knowledge key, or something else of the same look. */
export const uncover = async (code, { salt, masked }) => xor(masked, await stretch(code, salt));

/** Whether a code is among the first that a thief would try. The rules are in docs/phone-protocol.md. */
export function trivial(code) {
  const digits = Array.from(code, Number);
  const steps = new Set(digits.slice(1).map((digit, at) => (digit - digits[at] + 10) % 10));
  const even = steps.size === 1 && [0, 1, 2, 8, 9].includes([...steps][0]);
  const pairs = code.slice(0, 2) === code.slice(2) || (code[0] === code[1] && code[2] === code[3]);
  const mirror = code === [...code].reverse().join("");
  const year = Number(code) >= 1920 && Number(code) <= 2030;
  const zeros = digits.filter((digit) => digit === 0).length >= 3;
  return even || pairs || mirror || year || zeros || CORNERS.has(code) || COLUMNS.has(code) || MOST_USED.has(code);
}
