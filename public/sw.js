/**
 * Keeps the whole app for the next visit, and answers with the headers that a static host may not send: the policy (a worker
 * obeys only the headers of its own script) and isolation (shared memory).
 *
 * A build is one cache named by its content, and it is served whole: an open tab never meets files of two builds. A new build
 * waits until the last tab of the old one is gone, or is reloaded while it is the only one. The build writes `self.BUILD`.
 */
const { version, files, headers } = self.BUILD;
const PREFIX = 'datasets-viewer-';
const CACHE = PREFIX + version;

self.addEventListener('install', (event) => {
  // `reload`: past the browser's own cache, which may hold an older build.
  const wanted = files.map((path) => new Request(path, { cache: 'reload' }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(wanted)));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(dropOldBuilds().then(() => self.clients.claim()));
});

self.addEventListener('message', (event) => {
  if (event.data === 'take over') event.waitUntil(self.skipWaiting());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== self.location.origin) return;
  event.respondWith(request.mode === 'navigate' ? page(request) : file(request));
});

async function dropOldBuilds() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)));
}

async function page(request) {
  const { waiting } = self.registration;
  if (waiting && (await self.clients.matchAll({ type: 'window' })).length <= 1) {
    waiting.postMessage('take over');
    // It takes over once this worker has nothing to do. Until then its page and whatever that asks for are answered here.
    const next = await newestPage();
    if (next) return withHeaders(next);
  }
  return file(request.url.replace(/index\.html(?=$|[?#])/, ''));
}

/** Of the build that waits: the last one that was kept. A cache is filled whole, or not at all. */
async function newestPage() {
  const others = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  const pages = await Promise.all(others.map((name) => caches.match('./', { cacheName: name })));
  return pages.findLast((kept) => kept !== undefined);
}

/** Of this build; of the next one where it has taken over the page already: the names of its files say what is in them. */
async function file(request) {
  const cache = await caches.open(CACHE);
  const kept = (await cache.match(request, { ignoreSearch: true })) ?? (await caches.match(request, { ignoreSearch: true }));
  return withHeaders(kept ?? (await fetch(request)));
}

async function withHeaders(response) {
  if (response.status === 0) return response;
  const all = new Headers(response.headers);
  for (const [name, value] of Object.entries(headers)) all.set(name, value);
  // These answers carry no body, and none may be given to them. A body whole, no stream: a page that is left while one runs keeps this worker busy, and
  // the worker of the next build, which waits for that, leaves the next page without an answer.
  const body = [101, 204, 205, 304].includes(response.status) ? null : await response.blob();
  return new Response(body, { status: response.status, statusText: response.statusText, headers: all });
}
