// Telling the owner that something waits, while the app is open somewhere, and offering to install it. A notice never
// says an amount or a name: it may lie on a locked screen.

import { words } from "./screens.js";

let offer = null;

window.addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  offer = event;
});
window.addEventListener("appinstalled", () => (offer = null));

/** What installs the app, where the browser offers it; null elsewhere. */
export const installable = () =>
  offer && (async () => {
    await offer.prompt();
    offer = null;
  });

/** Whether asking for notices makes sense: possible here, and not answered yet. */
export const noticesPossible = () => "Notification" in window && Notification.permission === "default";

export const enableNotices = () => Notification.requestPermission();

/** Say that something new waits, if nobody is looking; count what waits on the icon where that can be. */
export async function noticeOf(fresh, count) {
  document.title = count ? `(${count}) ${words.title}` : words.title;
  try {
    await (count ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.());
    if (!fresh.length || !document.hidden || !("Notification" in window) || Notification.permission !== "granted") return;
    const worker = await navigator.serviceWorker?.getRegistration("/phone/");
    await worker?.showNotification(words.title, { body: words.notification, tag: "waiting", icon: "/phone/icon.png" });
  } catch {
    // Badges and notices are a courtesy: the list itself is always right.
  }
}
