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
  if (event.data === 'take over') self.skipWaiting();
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
  const waiting = self.registration.waiting;
  if (waiting && (await self.clients.matchAll({ type: 'window' })).length <= 1) {
    waiting.postMessage('take over');
    // Ask again: by then the new build answers. In a second, for this worker is replaced once it has nothing to do; and isolated as every
    // page is, or the browser would change to another process and back within moments, and may lose the page on the way.
    return withHeaders(new Response('', { headers: { Refresh: '1', 'Content-Type': 'text/html' } }));
  }
  return file(request.url.replace(/index\.html(?=$|[?#])/, ''));
}

async function file(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request, { ignoreSearch: true });
  return withHeaders(kept ?? (await fetch(request)));
}

function withHeaders(response) {
  if (response.status === 0) return response;
  const all = new Headers(response.headers);
  for (const [name, value] of Object.entries(headers)) all.set(name, value);
  // These answers carry no body, and none may be given to them.
  const body = [101, 204, 205, 304].includes(response.status) ? null : response.body;
  return new Response(body, { status: response.status, statusText: response.statusText, headers: all });
}
