// The PIN that reopens the app, and what it protects: the shift's key. On disk the key is wrapped twice, by the PIN and by a key of the
// device that JavaScript cannot read. A PIN of few digits is a delay, not a wall: ten wrong ones wipe, and revocation and expiry end it.

import { decodeText, encodeText } from './bytes.js';

export const wrongMax = 10;
export const lengthMin = 4, lengthMax = 12;
const iterations = 300_000;

/** Whether a PIN can be used: digits, and not all the same. */
export const isUsable = pin => new RegExp(`^\\d{${lengthMin},${lengthMax}}$`).test(pin) && !/^(\d)\1*$/.test(pin);

export class Pin {
  #database;
  #record = null;
  #deviceKey = null;
  #key = null; // of the PIN, while the app is open
  #rounds;

  constructor(database, rounds = iterations) {
    this.#database = database;
    this.#rounds = rounds;
  }

  async load() {
    this.#record = await this.#database.get('meta', 'pin') ?? null;
    this.#deviceKey = await this.#database.get('meta', 'deviceKey') ?? null;
  }

  get isSet() { return this.#record !== null; }
  get tries() { return wrongMax - (this.#record?.wrong ?? 0); }

  /** @param {object} secret JSON that is opened by this PIN only */
  async set(pin, secret) {
    this.#deviceKey ??= await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
    const salt = crypto.getRandomValues(new Uint8Array(16));
    this.#key = await keyOf(pin, salt, this.#rounds);
    await this.#keep({ salt, rounds: this.#rounds, wrong: 0 }, secret);
  }

  /** Protects another secret by the same PIN, while the app is open. */
  async update(secret) {
    if (this.#key !== null) {
      await this.#keep(this.#record, secret);
    }
  }

  /** Forgets the PIN's key until it is entered again. */
  lock() { this.#key = null; }

  /**
   * The secret; null: a wrong PIN. The attempt is counted before it is made, so that closing the app in between wins nothing.
   * @returns {Promise<object|null>}
   */
  async open(pin) {
    if (this.#record === null || this.tries <= 0) {
      return null;
    }
    this.#record = { ...this.#record, wrong: this.#record.wrong + 1 };
    await this.#database.write([['meta', 'pin', this.#record]]);
    try {
      const { salt, rounds, data } = this.#record;
      const key = await keyOf(pin, salt, rounds);
      const secret = JSON.parse(decodeText(await decrypt(key, await decrypt(this.#deviceKey, data))));
      this.#key = key;
      this.#record = { ...this.#record, wrong: 0 };
      await this.#database.write([['meta', 'pin', this.#record]]);
      return secret;
    } catch (error) {
      if (error?.name === 'OperationError') {
        return null;
      }
      throw error;
    }
  }

  async #keep(record, secret) {
    const inner = await encrypt(this.#key, encodeText(JSON.stringify(secret)));
    this.#record = { ...record, data: await encrypt(this.#deviceKey, inner) };
    await this.#database.write([['meta', 'pin', this.#record], ['meta', 'deviceKey', this.#deviceKey]]);
  }
}

async function keyOf(pin, salt, rounds) {
  const material = await crypto.subtle.importKey('raw', encodeText(pin), 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

async function encrypt(key, bytes) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, bytes));
  const all = new Uint8Array(12 + data.length);
  all.set(iv);
  all.set(data, 12);
  return all;
}

const decrypt = async (key, bytes) => new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytes.subarray(0, 12) }, key, bytes.subarray(12)));
