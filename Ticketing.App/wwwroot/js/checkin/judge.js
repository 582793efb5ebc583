// The decision at this gate, and the only place that makes one: signature, pack, this device's own scans, rules, and the scan that is
// written before anybody hears the verdict. One code after the other, so that two readers of one device cannot both let the same in.

import { parseCode, refOf } from './code.js';
import { openSealed } from './pack.js';
import { appVersion } from './version.js';
import { judge, liftable } from './verdict.js';

const sameCodeMilliseconds = 3000;
const unknownWaitMilliseconds = 2000;  // a code without a key: the server may know it by now
const missingWaitMilliseconds = 800;   // a good code that the pack does not have, while the server answers
const confirmMilliseconds = 300;
const sourcesThatRepeat = ['code', 'kiosk', 'scanner'];

/**
 * A result: { verdict, why, unlisted, kind, method, at, ref, code, pack, gate, ticket, place, tier, person, last, gates, otherTitle, record,
 * canLift }. person: { name, order, note, group }, as far as this device may know it.
 */
export class Judge {
  #device;
  #monotonic;
  #seen = new Map(); // text -> when it was seen last
  #chain = Promise.resolve();

  /** @param device { clock, packs, queue, sync, choice, search, occupancy(performance), capabilities, settings } */
  constructor(device, { monotonic = () => performance.now() } = {}) {
    this.#device = device;
    this.#monotonic = monotonic;
  }

  /** Judges a text from a camera, a scanner or the keyboard; null: the same code as a moment ago. */
  text(text, method) {
    const now = this.#monotonic();
    for (const [other, at] of this.#seen) {
      if (now - at >= sameCodeMilliseconds) {
        this.#seen.delete(other);
      }
    }
    const isSame = this.#seen.has(text);
    this.#seen.set(text, now);
    return isSame && sourcesThatRepeat.includes(method) ? Promise.resolve(null) : this.#next(() => this.#text(text, method));
  }

  /** A verdict was put away: its code may still be before the camera. */
  stillSees(text) { this.#seen.set(text, this.#monotonic()); }

  /** Judges a ticket of the pack without its code: from the search, or of the same order as another. */
  listed(ref, method) {
    return this.#next(async () => {
      const pack = this.#pack();
      return this.#decide({ pack, ref, method, code: { genuine: true, performance: pack.performance, ref }, parsed: null });
    });
  }

  /** Lets somebody in or out against a verdict. */
  override(result, reason) {
    return this.#next(() => this.#decide({ ...result.again, pack: this.#pack(), override: true, reason }));
  }

  /** Takes an entry or exit back; null: too late, or done already. */
  undo(nonce, reason) {
    return this.#next(async () => {
      const { clock, queue } = this.#device;
      const record = queue.undoable(clock.now).find(undoable => undoable.scan.nonce === nonce);
      if (record === undefined) {
        return null;
      }
      const { ticket, performance, gate, method, unlisted } = record.scan;
      this.#seen.clear(); // it may be scanned again at once
      const undone = await queue.add(
        { ...this.#times(), ticket, performance, gate, kind: 'undo', said: 'welcome', method, supersedes: nonce, reason, unlisted },
        { before: queue.known(ticket) ?? record.after, after: record.before });
      this.#device.sync.soon();
      return undone;
    });
  }

  /** What is known about a ticket now, for lists. */
  state(ref) { return this.#ticket(this.#pack(), ref); }

  #next(step) {
    const result = this.#chain.then(step);
    this.#chain = result.catch(() => {});
    return result;
  }

  #pack() {
    const pack = this.#device.packs.get(this.#device.choice.performance);
    if (pack === null) {
      throw new Error('no pack of the chosen date');
    }
    return pack;
  }

  async #text(text, method) {
    const parsed = parseCode(text.trim());
    if (parsed === null) {
      return this.#decide({ pack: this.#pack(), ref: null, code: null, parsed, method });
    }
    const ref = await refOf(parsed.ticketBytes);
    let genuine = await this.#device.verify(this.#pack(), parsed);
    const { sync } = this.#device;
    if (genuine === null && await sync.within(unknownWaitMilliseconds)) {
      genuine = await this.#device.verify(this.#pack(), parsed);
    } else if (genuine === true && sync.isOnline && parsed.performance === this.#pack().performance && this.#pack().find(ref) === null) {
      await sync.within(missingWaitMilliseconds);
    }
    return this.#decide({ pack: this.#pack(), ref, code: { genuine, performance: parsed.performance, ref }, parsed, method });
  }

  async #decide({ pack, ref, code, parsed, method, override = false, reason = null }) {
    const { clock, queue, choice, sync, settings } = this.#device;
    const gate = pack.gate(choice.gate);
    const ticket = code?.genuine === true && code.performance === pack.performance ? this.#ticket(pack, ref) : null;
    const now = clock.now;
    const output = gate === null ? { verdict: 'update-app', why: 'gate' } : judge({
      kind: choice.kind,
      now,
      code,
      pack: { performance: pack.performance, format: pack.header.format, minVersion: pack.header.minVersion },
      gate,
      ticket: ticket === null ? null : { ...ticket, seatSection: pack.place(ticket.seat)?.sectionIndex ?? null },
      occupancy: this.#device.occupied(pack.performance, choice.gate),
      capacity: pack.header.capacity,
      day: { start: startOfDay(now, pack.header.performance.timeZone) },
      appVersion,
      override,
    });
    const passed = output.verdict === 'welcome' || output.verdict === 'goodbye';
    const before = { entry: ticket?.entry ?? 0, lastAt: ticket?.lastAt ?? null, lastGate: ticket?.lastGate ?? null };
    // Names are opened while the scan is written.
    const person = this.#person(pack, ref, parsed, code);
    const record = await queue.add({
      ...this.#times(now),
      ticket: ref,
      performance: pack.performance,
      gate: choice.gate,
      kind: passed ? choice.kind : 'denied',
      said: output.verdict,
      method,
      reason,
      unlisted: passed && output.unlisted === true ? parsed?.ticket ?? null : null,
    }, passed ? { before, after: { entry: choice.kind === 'entry' ? 1 : 2, lastAt: now, lastGate: choice.gate } } : {});
    sync.soon();
    const result = {
      ...output,
      kind: choice.kind,
      method,
      at: now,
      ref,
      pack,
      gate,
      ticket,
      before,
      record,
      place: ticket === null ? null : pack.place(ticket.seat),
      tier: ticket === null || ticket.unlisted ? null : pack.header.tiers[ticket.tier] ?? null,
      person: await person,
      gates: output.verdict === 'wrong-gate' ? gatesFor(pack, ticket) : [],
      otherTitle: output.verdict === 'wrong-performance' ? pack.header.others.find(other => other.id === code.performance) ?? null : null,
      canLift: liftable.includes(output.verdict),
      again: { ref, code, parsed, method },
    };
    if (settings.confirm && passed && await sync.within(confirmMilliseconds) && record.judged !== null && record.judged !== output.verdict) {
      return { ...result, verdict: record.judged, why: undefined, other: record.other };
    }
    return result;
  }

  // The pack's ticket with what this device did since; a ticket that the pack does not have is known by its own scans only.
  #ticket(pack, ref) {
    const listed = pack.find(ref);
    const known = this.#device.queue.known(ref);
    if (listed === null) {
      return known === null ? null : { ref, seat: null, tier: null, state: 0, hasNote: false, checkId: false, unlisted: true, ...known };
    }
    return known === null ? listed : { ...listed, ...known };
  }

  async #person(pack, ref, parsed, code) {
    if (code?.genuine !== true || code.performance !== pack.performance) {
      return null;
    }
    const found = this.#device.search?.of(ref) ?? null;
    if (found !== null) {
      return { name: found.name, order: found.order, note: found.note, group: this.#device.search.group(ref) };
    }
    const sealed = parsed === null ? null : pack.sealed(ref);
    return sealed === null ? null : openSealed(sealed, parsed.ticketBytes);
  }

  #times(now = this.#device.clock.now) {
    const { clock } = this.#device;
    return { at: now, clock: clock.device, uncertainty: clock.uncertainty };
  }
}

/** Names of the gates that a ticket may use. */
function gatesFor(pack, ticket) {
  const section = pack.place(ticket.seat)?.sectionIndex ?? null;
  return pack.header.gates
    .filter(gate => (gate.sections.length === 0 || gate.sections.includes(section)) && (gate.tiers.length === 0 || gate.tiers.includes(ticket.tier)))
    .map(gate => gate.name);
}

const clocks = new Map();

// Making a formatter takes as long as judging a ticket.
function clockOf(timeZone) {
  let clock = clocks.get(timeZone);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat('en-GB', {
      timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
    });
    clocks.set(timeZone, clock);
  }
  return clock;
}

/** Midnight of the venue's day, ms since epoch. */
export function startOfDay(now, timeZone) {
  const parts = at => Object.fromEntries(clockOf(timeZone).formatToParts(at).map(part => [part.type, Number(part.value)]));
  const today = parts(now);
  // The local clock's distance from midnight; corrected once where the clock was changed since.
  let start = now - ((today.hour * 60 + today.minute) * 60 + today.second) * 1000 - now % 1000;
  const first = parts(start);
  const minutes = first.hour * 60 + first.minute;
  if (first.day !== today.day) {
    start += (24 * 60 - minutes) * 60_000;
  } else if (minutes !== 0) {
    start -= minutes * 60_000;
  }
  return start;
}
