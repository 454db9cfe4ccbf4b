// Being told that something waits while the app is closed: the browser's push subscription, and our knowledge of it.
// A phone without push still works: its list is always right.

import { enableNotices } from "./notices.js";
import { Offline, notices } from "./server.js";
import { show, words } from "./screens.js";
import { fromBase64, toBase64 } from "./wire.js";

// What the owner has said on this browser: the address that was subscribed, or nothing.
const wanted = () => localStorage.getItem("notices");

const PATIENCE_MS = 10_000; // A browser that cannot reach its maker's push service may never say so.

const soon = (promise) => Promise.race([promise, new Promise((_, giveUp) => setTimeout(giveUp, PATIENCE_MS))]);

const able = () => Boolean("Notification" in window && navigator.serviceWorker && "PushManager" in window);

async function manager() {
  const registration = await soon(navigator.serviceWorker.ready);
  return registration.pushManager;
}

const given = (subscription) => ({
  endpoint: subscription.endpoint,
  p256dh: toBase64(subscription.getKey("p256dh")),
  auth: toBase64(subscription.getKey("auth")),
});

/** Subscribe with that key, in the place of a subscription that was made for another one. */
async function subscribe(phone, key) {
  const pushes = await manager();
  const wanted = { userVisibleOnly: true, applicationServerKey: fromBase64(key) };
  const before = await pushes.getSubscription();
  const made = before?.options?.applicationServerKey;
  if (before && !(made && toBase64(made) === key)) await before.unsubscribe();
  return notices(phone, given(await soon(pushes.subscribe(wanted))));
}

/** When the app opens: subscribe again where our key has changed or the browser's address is new. Says nothing. */
export async function keepNotices(phone) {
  if (!able() || Notification.permission !== "granted" || !wanted()) return;
  try {
    const { key, subscribed } = await notices(phone);
    const address = (await (await manager()).getSubscription())?.endpoint;
    if (!subscribed || !address || address !== wanted()) {
      await subscribe(phone, key);
      await remember();
    }
  } catch {
    // Alerts are a courtesy; the next opening tries again.
  }
}

const remember = async () => localStorage.setItem("notices", (await (await manager()).getSubscription())?.endpoint ?? "");

async function stop(phone) {
  localStorage.removeItem("notices");
  await (await (await manager()).getSubscription())?.unsubscribe();
  await notices(phone, null);
}

/** The screen that asks, in words, before the browser does. */
export function askNotices({ phone, back, error = "" }) {
  const on = able() && Notification.permission === "granted" && wanted();
  const failed = (failure) => askNotices({ phone, back, error: words[failure instanceof Offline ? "error-offline-title" : "notices-failed"] });
  const yes = async () => {
    if ((await enableNotices()) !== "granted") {
      askNotices({ phone, back, error: words["notices-denied"] });
      return;
    }
    show("loading", { slots: { text: words.loading } });
    try {
      if (able()) {
        await subscribe(phone, (await notices(phone)).key);
        await remember();
      }
      back();
    } catch (failure) {
      failed(failure);
    }
  };
  show("notices", {
    slots: { error },
    acts: on ? { back, stop: () => stop(phone).then(back, failed) } : { back, yes, no: back },
  });
}

/** The request that a notice leads to: in the address of the page, or in the worker's word to an open one. */
export const requestIn = (address) => new URLSearchParams(new URL(address).hash.slice(1)).get("request");

export function onNotice(open) {
  navigator.serviceWorker?.addEventListener("message", (event) => event.data?.request && open(event.data.request));
}
