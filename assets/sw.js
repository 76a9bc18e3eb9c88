// Only one thing: a page that says so when there is no connection. Everything else goes to the network as always.
const OPSLAG = "bpv-1";
const MEE = ["/offline.html", "/offline.js", "/stijl.css", "/favicon.svg"];

self.addEventListener("install", (e) => {
  e.waitUntil(caches.open(OPSLAG).then((c) => c.addAll(MEE)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (e) => {
  e.waitUntil(
    caches.keys().then((namen) => Promise.all(namen.filter((n) => n !== OPSLAG).map((n) => caches.delete(n))))
      .then(() => self.clients.claim()),
  );
});
self.addEventListener("fetch", (e) => {
  if (e.request.mode === "navigate" && e.request.method === "GET") {
    e.respondWith(fetch(e.request).catch(() => caches.match("/offline.html")));
  } else if (MEE.includes(new URL(e.request.url).pathname) && e.request.method === "GET") {
    e.respondWith(fetch(e.request).catch(() => caches.match(e.request)));
  }
});
