// Reads QR codes where the browser cannot: a picture comes in, its text or null goes out. It is in the service worker's scope, because a
// worker's script is looked for by its own address: elsewhere it would not load without a connection.

import '/js/checkin/vendor/jsqr.min.js';

self.onmessage = ({ data: { data, side } }) => {
  const code = self.jsQR(data, side, side, { inversionAttempts: 'attemptBoth' });
  self.postMessage(code === null || code.data === '' ? null : code.data);
};
