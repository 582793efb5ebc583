// Search by name or order number. The list is decrypted with the shift's key and kept in memory only. Nothing can be browsed: three
// letters or an order number are needed, and at most five hits are shown.

import { decodeText, fromBase64 } from './bytes.js';

export const lettersMin = 3;
export const hitsMax = 5;

const special = { ß: 'ss', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', æ: 'ae', œ: 'oe', ı: 'i' };
const umlauts = { ä: 'ae', ö: 'oe', ü: 'ue' };

/** Lower case without diacritics: what is compared. */
export function fold(text) {
  return text.toLowerCase().replace(/[ßøłđðþæœı]/g, c => special[c]).normalize('NFD').replace(/\p{M}/gu, '').replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

// "Müller" is found by "muller" and by "mueller".
function foldBoth(text) {
  const lower = text.normalize('NFC').toLowerCase();
  return /[äöü]/.test(lower) ? `${fold(lower)} ${fold(lower.replace(/[äöü]/g, c => umlauts[c]))}` : fold(lower);
}

const compact = text => fold(text).replaceAll(' ', '');

export class SearchIndex {
  #entries = [];
  #names = [];
  #orders = [];
  #byRef = new Map();

  /** @param {[name: string, order: string, ref: string, note?: string][]} rows */
  constructor(rows) {
    this.add(rows);
  }

  /** Decrypts a pack's block; null: another key. */
  static async open(block, key) {
    const rows = await openBlock(block, key);
    return rows === null ? null : new SearchIndex(rows);
  }

  get count() { return this.#entries.length; }

  add(rows) {
    for (const [name, order, ref, note = null] of rows) {
      const known = this.#byRef.get(ref);
      const at = known ?? this.#entries.length;
      this.#entries[at] = { name, order, ref, note };
      this.#names[at] = ` ${foldBoth(name)}`;
      this.#orders[at] = compact(order);
      this.#byRef.set(ref, at);
    }
  }

  /** Name, order and note of a ticket; null: not listed. */
  of(ref) {
    const at = this.#byRef.get(ref);
    return at === undefined ? null : this.#entries[at];
  }

  /** The other tickets of the same order. */
  group(ref) {
    const own = this.of(ref);
    return own === null ? [] : this.#entries.filter(entry => entry.order === own.order && entry.ref !== ref).map(entry => entry.ref);
  }

  /** @returns {{hits: {name: string, order: string, ref: string}[], more: boolean, short: boolean}} short: not enough letters yet */
  find(query) {
    const words = fold(query).split(' ').filter(word => word !== '');
    const whole = words.join('');
    if (whole.length < lettersMin) {
      return { hits: [], more: false, short: true };
    }
    const exact = [], starts = [], contains = [];
    for (let i = 0; i < this.#entries.length; i++) {
      if (this.#orders[i] === whole) {
        exact.push(i);
      } else if (words.every(word => this.#names[i].includes(` ${word}`))) {
        starts.push(i);
      } else if (starts.length + contains.length <= hitsMax && words.every(word => word.length >= lettersMin && this.#names[i].includes(word))) {
        contains.push(i);
      }
      if (exact.length + starts.length > 4 * hitsMax) {
        break;
      }
    }
    const all = [...exact, ...starts, ...contains];
    return { hits: all.slice(0, hitsMax).map(i => this.#entries[i]), more: all.length > hitsMax, short: false };
  }
}

/** Rows of an encrypted block: a pack's, or a change's. */
export async function openBlock({ nonce, data }, key) {
  const imported = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt']);
  try {
    return JSON.parse(decodeText(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: fromBase64(nonce) }, imported, fromBase64(data))));
  } catch {
    return null;
  }
}
