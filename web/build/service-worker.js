/*
 * Keeps the files of the site and answers with them. `version`, `files` and `chosen` (kept once they were asked for) are put before this
 * text when the site is built.
 * Addresses are relative: the site may lie under any path.
 */
const store = `graphsam-site-${location.pathname}-${version}`;

self.addEventListener('install', (event) => {
  event.waitUntil(keepAll().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(forgetOlder().then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method === 'GET' && new URL(request.url).origin === location.origin) event.respondWith(answer(request));
});

/** One after the other: a phone on a slow line gets the page first, the rest meanwhile. */
async function keepAll() {
  const cache = await caches.open(store);
  for (const file of files) await cache.add(file);
}

async function forgetOlder() {
  const mine = `graphsam-site-${location.pathname}-`;
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(mine) && name !== store).map((name) => caches.delete(name)));
}

function isChosen(url) {
  return chosen.some((file) => url === new URL(file, location.href).href);
}

/** The page itself from the network where there is one, so that a new version is seen; all else has its content in its name. */
async function answer(request) {
  const cache = await caches.open(store);
  const kept = await cache.match(request, { ignoreSearch: true });
  if (kept && request.mode !== 'navigate') return kept;
  try {
    const response = await fetch(request);
    if (response.ok && isChosen(request.url)) await cache.put(request, response.clone());
    return response;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}
