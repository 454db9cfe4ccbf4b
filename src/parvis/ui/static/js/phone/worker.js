// Keeps the app for when there is no network. It never keeps an answer of the server: those are not its business.
// `PARVIS` (version, kept) is written above by the server.

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
