// The app's files, for a start without a connection. The server puts before this text: `version`, a hash over all files, and `assets`,
// their addresses. A new version is loaded whole beside the old one, and waits until the app says that nobody is being scanned.
/* global version, assets */

const shell = '/checkin/';
const cacheName = `checkin-${version}`;

self.addEventListener('install', event => {
  // Around the browser's cache: a file of an older version under the same address would break the new one.
  event.waitUntil(caches.open(cacheName).then(cache => cache.addAll(assets.map(asset => new Request(asset, { cache: 'reload' })))));
});

self.addEventListener('activate', event => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith('checkin-') && name !== cacheName) {
        await caches.delete(name);
      }
    }
    await self.clients.claim();
  })());
});

self.addEventListener('message', event => {
  if (event.data === 'activate') {
    self.skipWaiting();
  }
});

self.addEventListener('fetch', event => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) {
    return;
  }
  const isPage = request.mode === 'navigate' && pathname.startsWith(shell);
  if (isPage || assets.includes(pathname)) {
    event.respondWith((async () => {
      const cache = await caches.open(cacheName);
      return await cache.match(isPage ? shell : pathname) ?? fetch(request);
    })());
  }
});
