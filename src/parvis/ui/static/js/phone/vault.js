// What the phone keeps: one record in IndexedDB. The device key and the offline key cannot be exported by anyone,
// not even by us: the browser holds them.

const NAME = "parvis-phone";
const STORE = "phone";
const ONLY = "this";

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function within(mode, act) {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const asked = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** The record of this phone, or undefined before it is enrolled. */
export const load = () => within("readonly", (store) => store.get(ONLY));

export const save = (record) => within("readwrite", (store) => store.put(record, ONLY));

export const forget = () => within("readwrite", (store) => store.delete(ONLY));

/** A device key that signs and never leaves, and its public half as an uncompressed point. */
export async function newDeviceKey() {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  return { key: pair.privateKey, publicKey: new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)) };
}

/** The offline key as the browser will hold it from now on. */
export const holdOfflineKey = (bytes) =>
  crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);

/** Ask the browser not to clear this record when space is short. It may say no: the phone is then enrolled again.
    Nobody waits for its answer: Firefox asks its owner first, and they may never say. */
export const keepForGood = () => {
  navigator.storage?.persist?.().catch(() => {
    // Some browsers refuse to answer in a private window; nothing depends on it.
  });
};
