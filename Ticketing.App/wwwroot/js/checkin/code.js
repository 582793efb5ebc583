// The text of a ticket's QR code, as Ticketing.Core/Tickets/TicketCode.cs writes it: "TK1." and 113 bytes in Base32.
//
//   offset  0   1 byte    version, 1
//           1  16 bytes   ticket id, big endian
//          17  16 bytes   performance id
//          33  16 bytes   key id
//          49  64 bytes   ECDSA P-256 with SHA-256, r and s (IEEE P1363, which is WebCrypto's own form)

import { concat, encodeText, fromBase64, toGuid, toHex } from './bytes.js';

export const prefix = 'TK1.';
export const textLength = 185;

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const valueOf = new Map([...alphabet].map((character, i) => [character, i]));
const contentLength = 113;
const claimsLength = 49;
const domain = encodeText('ticketing/ticket-code/v1\0');
const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };

/** Base32 (RFC 4648) without padding, upper case. */
export function toBase32(bytes) {
  let text = '', buffer = 0, bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(buffer >> bits) & 31];
    }
    buffer &= (1 << bits) - 1;
  }
  return bits > 0 ? text + alphabet[(buffer << (5 - bits)) & 31] : text;
}

/** Takes only what toBase32 writes for this many bytes, so that each content has one text; else null. */
export function fromBase32(text, length) {
  if (text.length !== Math.floor((length * 8 + 4) / 5)) {
    return null;
  }
  const bytes = new Uint8Array(length);
  let buffer = 0, bits = 0, at = 0;
  for (const character of text) {
    const value = valueOf.get(character);
    if (value === undefined) {
      return null;
    }
    buffer = (buffer << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = buffer >> bits;
      buffer &= (1 << bits) - 1;
    }
  }
  return buffer === 0 ? bytes : null;
}

/**
 * A code's parts, untrusted until verified; null for any other text.
 * @returns {null|{text: string, ticket: string, performance: string, key: string, ticketBytes: Uint8Array, signed: Uint8Array, signature: Uint8Array}}
 */
export function parseCode(text) {
  if (typeof text !== 'string' || text.length !== textLength || !text.startsWith(prefix)) {
    return null;
  }
  const bytes = fromBase32(text.slice(prefix.length), contentLength);
  if (bytes === null || bytes[0] !== 1) {
    return null;
  }
  return {
    text,
    ticket: toGuid(bytes.subarray(1, 17)),
    performance: toGuid(bytes.subarray(17, 33)),
    key: toGuid(bytes.subarray(33, 49)),
    ticketBytes: bytes.slice(1, 17),
    signed: concat(domain, bytes.subarray(0, claimsLength)),
    signature: bytes.slice(claimsLength),
  };
}

/** A ticket's number in packs and scans: the first 8 bytes of the id's SHA-256, in hexadecimal. */
export async function refOf(ticketBytes) {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', ticketBytes)).subarray(0, 8));
}

/** Verifies codes with the public keys of a pack; several of a performance while one is rotated out. */
export class CodeVerifier {
  #keys;

  /** @param {{id: string, performance: string, spki: string}[]} keys */
  constructor(keys) {
    this.#keys = new Map(keys.map(key => [key.id, { ...key, imported: null }]));
  }

  /** Null: no key of this id. A key of another performance proves nothing. */
  async verify(code) {
    const key = this.#keys.get(code.key);
    if (key === undefined) {
      return null;
    }
    if (key.performance !== code.performance) {
      return false;
    }
    key.imported ??= crypto.subtle.importKey('spki', fromBase64(key.spki), algorithm, false, ['verify']);
    return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, await key.imported, code.signature, code.signed);
  }
}
