// All tickets of a performance on the device: typed arrays, found by binary search; changes are merged in place.
//
// A ticket is 18 bytes, big endian, sorted by ref:
//   offset  0   8 bytes   ref
//           8   3 bytes   seat index, 0xFFFFFF: none
//          11   1 byte    tier
//          12   1 byte    state: bits 0-3 validity, 4-5 entry, 6 has a note, 7 check ID
//          13   1 byte    gate of the last entry or exit, 255: none
//          14   4 bytes   its time, seconds since epoch, 0: none

import { decodeText, encodeText, fromBase64, fromHex, toHex } from './bytes.js';
import { packFormat } from './verdict.js';

export const rowLength = 18;
const noSeat = 0xFFFFFF, noGate = 255;
const addedMax = 512; // tickets sold since, before they are merged into the sorted rows

/** What is wrong with a pack; the one before it stays in use. */
export class PackError extends Error {}

export class Pack {
  epoch;
  seq;
  header;

  #rows;
  #count;
  #sealed;        // sealed records of the rows, one after the other
  #sealedAt;      // where each begins
  #added = new Map();    // ref -> row, of tickets that #rows has not
  #addedSealed = new Map(); // ref -> sealed record, newer than in #sealed
  #places = null;
  #keys = null;

  constructor({ epoch, seq, header, rows, sealed }) {
    this.epoch = epoch;
    this.seq = seq;
    this.header = header;
    this.#rows = rows;
    this.#count = rows.length / rowLength;
    this.#sealed = sealed;
    this.#sealedAt = sealed === null ? null : positionsOf(sealed, this.#count);
  }

  /** Takes in what the server sent. A pack of another format keeps its header only: nothing else of it may be read. */
  static take(json) {
    const { format, epoch, seq, at, minVersion, performance } = json;
    if (typeof epoch !== 'string' || !Number.isInteger(seq) || !Number.isInteger(format) || typeof performance?.id !== 'string') {
      throw new PackError('not a pack');
    }
    if (format !== packFormat) {
      const header = { format, minVersion, at, performance, others: [], keys: [], gates: [], capacity: null, tiers: [], sections: [], rows: [], search: null };
      return new Pack({ epoch, seq, header, rows: new Uint8Array(0), sealed: null });
    }
    const rows = fromBase64(json.tickets.rows);
    if (rows.length !== json.tickets.count * rowLength || !isSorted(rows)) {
      throw new PackError('tickets are incomplete');
    }
    return new Pack({
      epoch, seq, rows,
      sealed: json.sealed === null || json.sealed === undefined ? null : fromBase64(json.sealed),
      header: {
        format, minVersion, at, performance, others: json.others ?? [], keys: json.keys, gates: json.gates, capacity: json.capacity ?? null,
        tiers: json.tiers, sections: json.sections, rows: json.rows, search: json.search ?? null,
      },
    });
  }

  /** Form for IndexedDB; new Pack() takes it back. */
  record() {
    this.#merge();
    return { epoch: this.epoch, seq: this.seq, header: this.header, rows: this.#rows, sealed: this.#sealed };
  }

  get performance() { return this.header.performance.id; }
  get count() { return this.#count + this.#added.size; }

  gate(id) { return this.header.gates.find(gate => gate.id === id) ?? null; }

  /**
   * @param {string} ref
   * @returns {null|{ref: string, seat: number|null, tier: number, state: number, entry: number, hasNote: boolean, checkId: boolean, lastGate: string|null, lastAt: number|null}}
   */
  find(ref) {
    const added = this.#added.get(ref);
    if (added !== undefined) {
      return this.#read(added, 0, ref);
    }
    const at = this.#indexOf(fromHex(ref));
    return at < 0 ? null : this.#read(this.#rows, at * rowLength, ref);
  }

  /** The sealed record of a ticket, as open() takes it; null: none. */
  sealed(ref) {
    const newer = this.#addedSealed.get(ref);
    if (newer !== undefined) {
      return newer.length === 0 ? null : newer;
    }
    if (this.#sealed === null) {
      return null;
    }
    const at = this.#indexOf(fromHex(ref));
    if (at < 0) {
      return null;
    }
    const begin = this.#sealedAt[at];
    const length = this.#sealed[begin];
    return length === 0 ? null : this.#sealed.subarray(begin + 1, begin + 1 + length);
  }

  /**
   * Merges changes of the same epoch. Repeating them changes nothing.
   * @param {{to: number, rows: Uint8Array, sealed: Uint8Array|null}} change
   */
  apply({ to, rows, sealed }) {
    if (rows.length % rowLength !== 0) {
      throw new PackError('changes are incomplete');
    }
    const positions = sealed === null || sealed.length === 0 ? null : positionsOf(sealed, rows.length / rowLength);
    for (let i = 0; i < rows.length / rowLength; i++) {
      const row = rows.subarray(i * rowLength, (i + 1) * rowLength);
      const ref = toHex(row.subarray(0, 8));
      const at = this.#indexOf(row);
      if (at >= 0) {
        this.#rows.set(row, at * rowLength);
      } else {
        this.#added.set(ref, row.slice());
      }
      // None: as before. An entry changes nothing about its ticket's note.
      if (positions !== null && sealed[positions[i]] > 0) {
        this.#addedSealed.set(ref, sealed.slice(positions[i] + 1, positions[i] + 1 + sealed[positions[i]]));
      }
    }
    this.seq = Math.max(this.seq, to);
    if (this.#added.size > addedMax) {
      this.#merge();
    }
  }

  /** Where a seat is: { section, sectionIndex, row, seat }; null: no seat, or not of the plan. A standing area has neither row nor seat. */
  place(seat) {
    if (seat === null) {
      return null;
    }
    this.#places ??= this.header.rows.map(([section, name, first, seats]) => ({ section, name, first, seats, count: Array.isArray(seats) ? seats.length : seats }))
      .sort((a, b) => a.first - b.first);
    let low = 0, high = this.#places.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const row = this.#places[middle];
      if (seat < row.first) {
        high = middle - 1;
      } else if (seat >= row.first + row.count) {
        low = middle + 1;
      } else {
        const numbered = Array.isArray(row.seats);
        return { section: this.header.sections[row.section] ?? '', sectionIndex: row.section, row: numbered ? row.name : null, seat: numbered ? row.seats[seat - row.first] : null };
      }
    }
    return null;
  }

  #read(rows, at, ref) {
    const state = rows[at + 12];
    const seat = (rows[at + 8] << 16) | (rows[at + 9] << 8) | rows[at + 10];
    const seconds = ((rows[at + 14] << 24) | (rows[at + 15] << 16) | (rows[at + 16] << 8) | rows[at + 17]) >>> 0;
    const gate = rows[at + 13];
    return {
      ref,
      seat: seat === noSeat ? null : seat,
      tier: rows[at + 11],
      state: state & 15,
      entry: (state >> 4) & 3,
      hasNote: (state & 64) !== 0,
      checkId: (state & 128) !== 0,
      lastGate: gate === noGate ? null : this.header.gates[gate]?.id ?? null,
      lastAt: seconds === 0 ? null : seconds * 1000,
    };
  }

  #indexOf(ref) {
    this.#keys ??= keysOf(this.#rows, this.#count);
    const [highs, lows] = this.#keys;
    const high = ((ref[0] << 24) | (ref[1] << 16) | (ref[2] << 8) | ref[3]) >>> 0;
    const low = ((ref[4] << 24) | (ref[5] << 16) | (ref[6] << 8) | ref[7]) >>> 0;
    let begin = 0, end = this.#count - 1;
    while (begin <= end) {
      const middle = (begin + end) >> 1;
      if (highs[middle] < high || (highs[middle] === high && lows[middle] < low)) {
        begin = middle + 1;
      } else if (highs[middle] === high && lows[middle] === low) {
        return middle;
      } else {
        end = middle - 1;
      }
    }
    return -1;
  }

  // Brings new tickets and sealed records into the sorted arrays.
  #merge() {
    if (this.#added.size === 0 && this.#addedSealed.size === 0) {
      return;
    }
    const refs = [...this.#added.keys()].sort();
    const rows = new Uint8Array((this.#count + refs.length) * rowLength);
    const records = this.#sealed === null && this.#addedSealed.size === 0 ? null : [];
    let next = 0, from = 0;
    const push = (row, ref) => {
      rows.set(row, next++ * rowLength);
      if (records !== null) {
        const record = this.#addedSealed.get(ref);
        if (record === undefined && this.#sealedAt !== null && from >= 0 && row.buffer === this.#rows.buffer) {
          const begin = this.#sealedAt[from];
          records.push(this.#sealed.subarray(begin, begin + 1 + this.#sealed[begin]));
        } else {
          records.push(Uint8Array.of(record?.length ?? 0), record ?? new Uint8Array(0));
        }
      }
    };
    for (let i = 0; from < this.#count || i < refs.length;) {
      const row = from < this.#count ? this.#rows.subarray(from * rowLength, (from + 1) * rowLength) : null;
      // A ref of the rows is needed only where a newer record may belong to it.
      const ref = row !== null && (i < refs.length || this.#addedSealed.size > 0) ? toHex(row.subarray(0, 8)) : null;
      if (row === null || (i < refs.length && refs[i] < ref)) {
        push(this.#added.get(refs[i]), refs[i]);
        i++;
      } else {
        push(row, ref);
        from++;
      }
    }
    this.#rows = rows;
    this.#count = next;
    this.#keys = null;
    if (records !== null) {
      const sealed = new Uint8Array(records.reduce((sum, record) => sum + record.length, 0));
      let at = 0;
      for (const record of records) {
        sealed.set(record, at);
        at += record.length;
      }
      this.#sealed = sealed;
      this.#sealedAt = positionsOf(sealed, next);
    }
    this.#added.clear();
    this.#addedSealed.clear();
  }
}

/**
 * Opens a sealed record with the ticket's id, which only the QR code has. It has name, order number, note or '', and the refs of the order's
 * other tickets, 8 bytes each.
 * @returns {Promise<{name: string, order: string, note: string|null, group: string[]}|null>} null: of another ticket, or damaged
 */
export async function openSealed(record, ticketBytes) {
  const material = await crypto.subtle.importKey('raw', ticketBytes, 'HKDF', false, ['deriveKey']);
  const info = encodeText('ticketing/checkin-note/v1');
  const key = await crypto.subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info }, material, { name: 'AES-GCM', length: 128 }, false, ['decrypt']);
  try {
    const text = decodeText(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: record.subarray(0, 12) }, key, record.subarray(12)));
    const [name, order, note, refs] = JSON.parse(text);
    const group = toHex(fromBase64(refs)).match(/.{16}/g) ?? [];
    return { name, order, note: note === '' ? null : note, group };
  } catch {
    return null;
  }
}

function positionsOf(sealed, count) {
  const positions = new Uint32Array(count);
  let at = 0;
  for (let i = 0; i < count; i++) {
    positions[i] = at;
    at += 1 + sealed[at];
  }
  if (at !== sealed.length) {
    throw new PackError('notes are incomplete');
  }
  return positions;
}

function keysOf(rows, count) {
  const highs = new Uint32Array(count), lows = new Uint32Array(count);
  const view = new DataView(rows.buffer, rows.byteOffset, rows.byteLength);
  for (let i = 0; i < count; i++) {
    highs[i] = view.getUint32(i * rowLength);
    lows[i] = view.getUint32(i * rowLength + 4);
  }
  return [highs, lows];
}

function isSorted(rows) {
  const count = rows.length / rowLength;
  const [highs, lows] = keysOf(rows, count);
  for (let i = 1; i < count; i++) {
    if (highs[i - 1] > highs[i] || (highs[i - 1] === highs[i] && lows[i - 1] >= lows[i])) {
      return false;
    }
  }
  return true;
}
