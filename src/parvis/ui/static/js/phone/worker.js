// Keeps the app for when there is no network. It never keeps an answer of the server: those are not its business.
// The server writes above it `PARVIS` (version, kept), and what `vault.js` and `wire.js` export: a worker imports nothing.

const CACHE = `parvis-phone-${self.PARVIS.version}`;
const NETWORK_PATIENCE_MS = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(CACHE).then((cache) => cache.addAll(self.PARVIS.kept)).then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("parvis-phone-") && name !== CACHE;
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (event.request.mode === "navigate" && url.pathname === "/phone/") event.respondWith(page(event.request));
  else if (url.pathname.startsWith("/static/") || isKept(url)) event.respondWith(file(event.request));
});

const isKept = (url) => self.PARVIS.kept.includes(url.pathname + url.search) && url.pathname !== "/phone/";

/** The newest page, or the one that is kept when the network is gone or too slow. */
async function page(request) {
  const cache = await caches.open(CACHE);
  const patience = AbortSignal.timeout(NETWORK_PATIENCE_MS);
  try {
    const fresh = await fetch(request.url, { credentials: "same-origin", cache: "no-store", signal: patience });
    if (fresh.ok) await cache.put("/phone/", fresh.clone());
    return fresh;
  } catch {
    return (await cache.match("/phone/")) ?? Response.error();
  }
}

/** Style, scripts, fonts: their address changes with their content, so what is kept is never stale. */
async function file(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) await cache.put(request, fresh.clone());
  return fresh;
}

// A push says that something waits, and which request; never what it is. What it says is shown as it came.
self.addEventListener("push", (event) => {
  let told = {};
  try {
    told = event.data.json();
  } catch {
    // Not one of ours: browsers want a notice for each push all the same.
  }
  const { title, body } = { ...self.PARVIS.notice, ...told };
  const data = { request: told.request ?? "" };
  const look = { body, data, tag: "waiting", renotify: true, icon: "/phone/icon.png" };
  event.waitUntil(self.registration.showNotification(title, look));
});

// The browser has given its pushes another address: we are told at once, or alerts would go nowhere until the app opens.
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(tellNewAddress(event.newSubscription)));

async function tellNewAddress(given) {
  const phone = await load();
  if (!phone) return;
  const { key } = await notices(phone, {});
  const wanted = { userVisibleOnly: true, applicationServerKey: fromBase64(key) };
  const made = given ?? (await self.registration.pushManager.subscribe(wanted));
  const [p256dh, auth] = ["p256dh", "auth"].map((name) => toBase64(made.getKey(name)));
  await notices(phone, { subscription: { endpoint: made.endpoint, p256dh, auth } });
}

/** §6 of the protocol. Our clock's delay is not known here: where it matters, the server says the time. */
async function notices(phone, message, seconds = Math.floor(Date.now() / 1000)) {
  const [path, body] = ["/phone/api/notices", JSON.stringify(message)];
  const call = { key: phone.key, id: phone.authenticatorId, method: "POST", host: location.host, path, seconds, body };
  const headers = {
    "Content-Type": "application/json",
    "Parvis-Version": self.PARVIS.app,
    Authorization: await authorization({ ...call, nonce: toBase64(random(16)) }),
  };
  const answer = await fetch(path, { method: "POST", body, headers, credentials: "omit", cache: "no-store" });
  const told = await answer.json();
  if (told.code === "phone_clock" && Math.abs(told.now - seconds) > 1) return notices(phone, message, told.now);
  if (!answer.ok) throw new Error(told.code);
  return told;
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const request = event.notification.data?.request ?? "";
  event.waitUntil(
    self.clients.matchAll({ type: "window", includeUncontrolled: true }).then((open) => {
      const app = open.find((client) => new URL(client.url).pathname === "/phone/");
      if (!app) return self.clients.openWindow(request ? `/phone/#request=${encodeURIComponent(request)}` : "/phone/");
      app.postMessage({ request });
      return app.focus();
    }),
  );
});
