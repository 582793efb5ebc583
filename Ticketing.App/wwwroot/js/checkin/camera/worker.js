// Reads QR codes where the browser cannot: a picture comes in, its text or null goes out.

import '../vendor/jsqr.min.js';

self.onmessage = ({ data: { data, side } }) => {
  const code = self.jsQR(data, side, side, { inversionAttempts: 'attemptBoth' });
  self.postMessage(code === null || code.data === '' ? null : code.data);
};
