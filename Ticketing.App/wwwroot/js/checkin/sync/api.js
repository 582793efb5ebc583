// Requests of an enrolled device. Each carries a signature by the device's key over method, path, body and time: there is no token that
// could be copied.

import { encodeText, toBase64, toHex } from '../bytes.js';

const domain = 'ticketing/checkin-request/v1';
const timeoutMilliseconds = 15_000;
const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** Last part of a problem's type. */
export const problemOf = answer => (answer.body?.type ?? '').split(/[/:#]/).at(-1);

/** One request; an answer is { status, body, headers }; no answer is status 0. */
export async function send(url, { method = 'GET', body = null, headers = {}, timeout = timeoutMilliseconds, fetch = globalThis.fetch } = {}) {
  try {
    const response = await fetch(url, {
      method, body, cache: 'no-store', credentials: 'omit', redirect: 'error', signal: AbortSignal.timeout(timeout),
      headers: { Accept: 'application/json', ...(body === null ? {} : { 'Content-Type': 'application/json' }), ...headers },
    });
    const text = await response.text();
    let answer = null;
    try {
      answer = text === '' ? null : JSON.parse(text);
    } catch {
      // A captive portal's page in place of an answer: that is no connection.
      return { status: response.status < 400 ? 0 : response.status, body: null, headers: response.headers };
    }
    return { status: response.status, body: answer, headers: response.headers };
  } catch {
    return { status: 0, body: null, headers: new Headers() };
  }
}

export class DeviceApi extends EventTarget {
  #base;
  #identity;
  #clock;
  #fetch;

  /** @param {{base: string, identity: {device: string, privateKey: CryptoKey}, clock: import('../clock.js').Clock}} options */
  constructor({ base = '', identity, clock, fetch = (...args) => globalThis.fetch(...args) }) {
    super();
    this.#base = base;
    this.#identity = identity;
    this.#clock = clock;
    this.#fetch = fetch;
  }

  device() { return this.#send('GET', '/api/v1/checkin/device'); }
  shift() { return this.#send('POST', '/api/v1/checkin/shift', '{}'); }
  sync(request, timeout) { return this.#send('POST', '/api/v1/checkin/sync', JSON.stringify(request), {}, timeout); }

  pack(performance, etag = null) {
    return this.#send('GET', `/api/v1/checkin/performances/${performance}/pack`, null, etag === null ? {} : { 'If-None-Match': etag }, 60_000);
  }

  async #send(method, path, body = null, headers = {}, timeout = timeoutMilliseconds) {
    const answer = await this.#once(method, path, body, headers, timeout);
    if (answer.status !== 401) {
      return answer;
    }
    // The device's clock is far off: the refusal says the time.
    if (problemOf(answer) === 'clock' && Number.isFinite(answer.body.now)) {
      this.#clock.set(answer.body.now, answer.roundTrip);
      const second = await this.#once(method, path, body, headers, timeout);
      return second.status === 401 && problemOf(second) !== 'clock' ? this.#refused(second) : second;
    }
    return this.#refused(answer);
  }

  #refused(answer) {
    if (answer.body?.wipe === true) {
      this.dispatchEvent(new Event('revoked'));
    }
    return answer;
  }

  async #once(method, path, body, headers, timeout) {
    const time = this.#clock.now;
    const hash = body === null ? emptyHash : toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', encodeText(body))));
    const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, this.#identity.privateKey, encodeText(`${domain}\n${method}\n${path}\n${hash}\n${time}`));
    const begin = this.#clock.local;
    const answer = await send(this.#base + path, {
      method, body, timeout, fetch: this.#fetch,
      headers: { 'X-Device': this.#identity.device, 'X-Device-Time': String(time), 'X-Device-Signature': toBase64(new Uint8Array(signature)), ...headers },
    });
    return { ...answer, roundTrip: this.#clock.local - begin };
  }
}
