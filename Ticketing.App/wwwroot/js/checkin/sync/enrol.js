// Enrolment: the organizer's link carries an invitation in its fragment, which is never sent in an address. The device makes a key pair
// whose private key cannot be read, not even by this code.

import { toBase64 } from '../bytes.js';
import { send } from './api.js';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };

/** The invitation of a link or of a scanned QR code; null: none. */
export function tokenOf(text) {
  const match = /(?:\/checkin\/enrol\/?#|^#?)([A-Za-z0-9_-]{16,200})$/.exec(text.trim());
  return match === null ? null : match[1];
}

/**
 * @returns {Promise<{status: 'enrolled', identity: object, device: object}|{status: 'unknown'|'offline'|'failed'}>}
 */
export async function enrol({ database, clock, token, base = '', fetch = (...args) => globalThis.fetch(...args) }) {
  // The pair is kept before it is sent: when the answer is lost, the same key may ask again.
  let pending = await database.get('meta', 'pending');
  if (pending?.token !== token) {
    const pair = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
    const publicKey = toBase64(new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey)));
    pending = { token, privateKey: pair.privateKey, publicKey };
    await database.write([['meta', 'pending', pending]]);
  }
  const begin = clock.local;
  const answer = await send(`${base}/api/v1/checkin/enrol`, { method: 'POST', body: JSON.stringify({ token, publicKey: pending.publicKey }), fetch });
  if (answer.status === 200) {
    const identity = { device: answer.body.device.id, privateKey: pending.privateKey };
    clock.set(answer.body.now, clock.local - begin);
    await database.write([['meta', 'identity', identity], ['meta', 'device', answer.body.device], ['meta', 'pending', undefined]]);
    return { status: 'enrolled', identity, device: answer.body.device };
  }
  return { status: answer.status === 404 || answer.status === 400 ? 'unknown' : answer.status === 0 ? 'offline' : 'failed' };
}
