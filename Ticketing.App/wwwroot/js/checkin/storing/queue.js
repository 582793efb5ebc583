// The scans of this device: written before the verdict is shown, kept until the server has them, and a while longer for undo and for the
// list of conflicts. A scan never changes; undoing one is another scan. No name is kept, only the ticket's ref.

import { uuidV7 } from '../bytes.js';

const keptMilliseconds = 24 * 3600 * 1000;
export const undoMilliseconds = 5 * 60 * 1000;

const passes = ({ kind }) => kind === 'entry' || kind === 'exit';

/**
 * A kept scan: { scan, status: 'unsent'|'taken'|'odd', settled, before, after, judged, flags, other, seen }.
 * before, after: { entry, lastAt, lastGate } of the ticket, as this device saw it; settled: the pack has it, or a newer truth.
 */
export class Queue extends EventTarget {
  #database;
  #records = new Map();   // nonce -> record, in the order of seq
  #unsettled = new Map(); // ref -> records
  #seq = 0;
  #unsent = 0;

  constructor(database) {
    super();
    this.#database = database;
  }

  async load(now) {
    const entries = (await this.#database.all('scans')).map(([, record]) => record).sort((a, b) => a.scan.seq - b.scan.seq);
    const old = entries.filter(record => record.status !== 'unsent' && record.settled && record.scan.at < now - keptMilliseconds);
    await this.#database.write(old.map(record => ['scans', record.scan.nonce, undefined]));
    this.#seq = Math.max(await this.#database.get('meta', 'seq') ?? 0, entries.at(-1)?.scan.seq ?? 0);
    for (const record of entries) {
      if (!old.includes(record)) {
        this.#keep(record);
      }
    }
    this.#changed();
  }

  get unsent() { return this.#unsent; }

  /** The oldest scan that the server does not have, ms since epoch. */
  get oldest() {
    for (const record of this.#records.values()) {
      if (record.status === 'unsent') {
        return record.scan.at;
      }
    }
    return null;
  }

  get records() { return [...this.#records.values()]; }

  get(nonce) { return this.#records.get(nonce) ?? null; }

  /** Writes a scan. Resolves once it is saved: only then may somebody be let in. */
  async add(scan, { before = null, after = null } = {}) {
    const record = {
      scan: { nonce: uuidV7(scan.at), seq: ++this.#seq, supersedes: null, reason: null, unlisted: null, ...scan },
      status: 'unsent', settled: after === null, before, after, judged: null, flags: [], other: null, seen: false,
    };
    await this.#database.write([['scans', record.scan.nonce, record], ['meta', 'seq', this.#seq]]);
    this.#keep(record);
    this.#changed();
    return record;
  }

  /** The next scans to send, oldest first. */
  batch(countMax, bytesMax) {
    const scans = [];
    let bytes = 0;
    for (const { status, scan } of this.#records.values()) {
      if (status !== 'unsent') {
        continue;
      }
      bytes += JSON.stringify(scan).length + 1;
      if (scans.length === countMax || (scans.length > 0 && bytes > bytesMax)) {
        break;
      }
      scans.push(scan);
    }
    return scans;
  }

  /** What this device knows about a ticket and the pack does not yet: { entry, lastAt, lastGate }; null: nothing. */
  known(ref) { return this.#unsettled.get(ref)?.at(-1)?.after ?? null; }

  /**
   * People that the server's counters do not have yet, from this device's scans.
   * @returns {{inside: number, entered: number, left: number, gate: {inside: number, entered: number}}}
   */
  counted(performance, gate) {
    const sum = { inside: 0, entered: 0, left: 0, gate: { inside: 0, entered: 0 } };
    for (const records of this.#unsettled.values()) {
      for (const { scan, before, after, status } of records) {
        if (status !== 'unsent' || scan.performance !== performance) {
          continue;
        }
        const inside = (after.entry === 1 ? 1 : 0) - (before.entry === 1 ? 1 : 0);
        const undone = scan.kind === 'undo' ? this.#records.get(scan.supersedes)?.scan.kind ?? null : null;
        const entered = scan.kind === 'entry' ? 1 : undone === 'entry' ? -1 : 0;
        sum.inside += inside;
        sum.entered += entered;
        sum.left += scan.kind === 'exit' ? 1 : undone === 'exit' ? -1 : 0;
        if (scan.gate === gate) {
          sum.gate.inside += inside;
          sum.gate.entered += entered;
        }
      }
    }
    return sum;
  }

  /**
   * What the server said about scans, as writes of one transaction with the changes that came along; apply() makes them true here.
   * settles: (scan) => boolean, whether the pack now says what a taken scan did.
   */
  answer({ taken = [], odd = [], verdicts = [] }, settles) {
    const records = new Map();
    const changed = nonce => {
      const record = records.get(nonce) ?? (this.#records.has(nonce) ? { ...this.#records.get(nonce) } : null);
      if (record !== null) {
        records.set(nonce, record);
      }
      return record;
    };
    for (const nonce of taken) {
      const record = changed(nonce);
      if (record !== null) {
        record.status = 'taken';
      }
    }
    for (const { nonce, reason } of odd) {
      const record = changed(nonce);
      if (record !== null) {
        Object.assign(record, { status: 'odd', settled: true, flags: [reason] });
      }
    }
    const judged = [];
    for (const { nonce, judged: verdict, flags = [], other = null } of verdicts) {
      const known = this.#records.get(nonce);
      // Answers repeat what a device may have missed.
      if (known === undefined || (known.judged === verdict && JSON.stringify([known.flags, known.other]) === JSON.stringify([flags, other]))) {
        continue;
      }
      const record = changed(nonce);
      judged.push(record);
      Object.assign(record, { judged: verdict, flags, other, seen: false });
    }
    for (const waiting of this.#unsettled.values()) {
      for (const { scan } of waiting) {
        if ((records.get(scan.nonce) ?? this.#records.get(scan.nonce)).status === 'taken' && settles(scan)) {
          changed(scan.nonce).settled = true;
        }
      }
    }
    return { writes: [...records.values()].map(record => ['scans', record.scan.nonce, record]), apply: () => this.#apply(records, judged) };
  }

  /** Sets a scan aside that the server cannot read even alone: it blocks nothing, and stays on the device. */
  async setAside(nonce, reason) {
    const { writes, apply } = this.answer({ odd: [{ nonce, reason }] }, () => false);
    await this.#database.write(writes);
    apply();
  }

  async settle(settles) {
    const { writes, apply } = this.answer({}, settles);
    await this.#database.write(writes);
    apply();
  }

  /** Scans of the last minutes that can be undone, newest first. */
  undoable(now) {
    const undone = new Set(this.records.map(record => record.scan.supersedes).filter(Boolean));
    return this.records.filter(({ scan }) => passes(scan) && !undone.has(scan.nonce) && scan.at > now - undoMilliseconds).reverse();
  }

  /** Entries and exits that the server judged otherwise, and scans that it could not read; newest first. */
  conflicts() {
    return this.records.filter(({ status, scan, judged, flags }) => status === 'odd'
      || (passes(scan) && ((judged !== null && judged !== scan.said) || flags.length > 0))).reverse();
  }

  async markSeen() {
    const records = this.conflicts().filter(record => !record.seen);
    for (const record of records) {
      record.seen = true;
    }
    await this.#database.write(records.map(record => ['scans', record.scan.nonce, record]));
    this.#changed();
  }

  #apply(records, judged) {
    for (const [nonce, record] of records) {
      const own = this.#records.get(nonce);
      if (own.status === 'unsent' && record.status !== 'unsent') {
        this.#unsent--;
      }
      Object.assign(own, record);
      if (own.settled && own.scan.ticket !== null) {
        const left = (this.#unsettled.get(own.scan.ticket) ?? []).filter(other => other !== own);
        if (left.length === 0) {
          this.#unsettled.delete(own.scan.ticket);
        } else {
          this.#unsettled.set(own.scan.ticket, left);
        }
      }
    }
    this.#changed();
    for (const { scan } of judged) {
      this.dispatchEvent(new CustomEvent('judged', { detail: this.#records.get(scan.nonce) }));
    }
  }

  #keep(record) {
    this.#records.set(record.scan.nonce, record);
    if (record.status === 'unsent') {
      this.#unsent++;
    }
    if (!record.settled && record.scan.ticket !== null) {
      const own = this.#unsettled.get(record.scan.ticket) ?? [];
      this.#unsettled.set(record.scan.ticket, [...own, record]);
    }
  }

  #changed() { this.dispatchEvent(new Event('changed')); }
}
