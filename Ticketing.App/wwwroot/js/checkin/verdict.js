// Decides what a scanned code means at a gate. Pure: everything it knows is in its input. The server has the same rules in
// Ticketing.Core/CheckIn/CheckInRules.cs; both are held together by Ticketing.Tests/CheckIn/verdicts.json.
//
// The order of the checks is the order in which a reason counts: what is wrong with the code, with the ticket, with the time, with the
// place, with what happened before, with the room inside. An exit asks only whether the code is genuine, of this performance and inside:
// nobody is kept in because of a refund or a gate.

/** The pack format that this version reads. */
export const packFormat = 1;

/** Verdicts that `override` lifts, with a reason. A code or ticket that is not good never becomes good at the gate. */
export const liftable = ['too-early', 'over', 'wrong-gate', 'already-in', 'full', 'not-inside'];

const voidReasons = { 1: 'refunded', 2: 'replaced', 3: 'disputed', 4: 'cancelled' };
const stateValid = 0, stateBlocked = 5, stateUnknown = 15;
const entryNever = 0, entryInside = 1;

/**
 * @param {object} input
 * @param {'entry'|'exit'} input.kind
 * @param {number} input.now ms since epoch
 * @param {null|{genuine: boolean|null, performance: string, ref: string}} input.code null: not of a ticket's form; genuine null: no key for it
 * @param {{performance: string, format: number, minVersion: number}} input.pack
 * @param {{id: string, policy: string, opensAt: number|null, closesAt: number|null, sections: number[], tiers: number[], capacity: number|null}} input.gate
 * @param {null|{state: number, entry: number, seatSection: number|null, tier: number|null, lastGate: string|null, lastAt: number|null, unlisted?: boolean}} input.ticket
 *   null: not in the pack; unlisted: not in the pack, but entries of it are known
 * @param {{gate: number, house: number}} input.occupancy people inside now, who came by this gate and altogether
 * @param {number|null} input.capacity the house's
 * @param {{start: number}} input.day start of the venue's day, ms since epoch
 * @param {number} input.appVersion
 * @param {boolean} input.override
 * @returns {{verdict: string, why?: string, unlisted?: true}} why of a welcome or goodbye: the verdict that was lifted
 */
export function judge(input) {
  const { kind, code, pack, ticket } = input;
  if (code === null) {
    return { verdict: 'not-a-ticket' };
  }
  const outdated = outdatedBecause(input);
  if (outdated !== null) {
    return { verdict: 'update-app', why: outdated };
  }
  if (code.genuine !== true) {
    return { verdict: code.genuine === false ? 'not-genuine' : 'unknown' };
  }
  if (kind === 'exit') {
    return exitVerdict(input);
  }
  const fault = stateFault(ticket);
  if (fault !== null) {
    return fault;
  }
  const lifted = [];
  for (const check of [timeFault, performanceFault, gateFault, entryFault, roomFault]) {
    const found = check(input);
    if (found !== null) {
      if (!input.override || !liftable.includes(found.verdict)) {
        return found;
      }
      lifted.push(found.verdict);
    }
  }
  return admitted('welcome', lifted, ticket === null || ticket.unlisted === true);
}

function outdatedBecause({ kind, pack, appVersion }) {
  if (pack.format !== packFormat) {
    return 'format';
  }
  if (appVersion < pack.minVersion) {
    return 'version';
  }
  return kind === 'entry' || kind === 'exit' ? null : 'kind';
}

function exitVerdict(input) {
  const { ticket, override } = input;
  const other = performanceFault(input);
  if (other !== null) {
    return other;
  }
  const unlisted = ticket === null || ticket.unlisted === true;
  if (ticket !== null && ticket.entry === entryInside) {
    return admitted('goodbye', [], unlisted);
  }
  return override ? admitted('goodbye', ['not-inside'], unlisted) : { verdict: 'not-inside' };
}

function stateFault(ticket) {
  if (ticket === null || ticket.state === stateValid) {
    return null;
  }
  if (ticket.state in voidReasons) {
    return { verdict: 'void', why: voidReasons[ticket.state] };
  }
  if (ticket.state === stateBlocked) {
    return { verdict: 'blocked', why: 'staff' };
  }
  // The server could not say; any other number is of a newer version.
  return ticket.state === stateUnknown ? { verdict: 'blocked', why: 'unknown-state' } : { verdict: 'update-app', why: 'state' };
}

function timeFault({ gate, now }) {
  if (gate.opensAt !== null && now < gate.opensAt) {
    return { verdict: 'too-early' };
  }
  return gate.closesAt !== null && now >= gate.closesAt ? { verdict: 'over' } : null;
}

const performanceFault = ({ code, pack }) => (code.performance === pack.performance ? null : { verdict: 'wrong-performance' });

// Nothing is known about the place of an unlisted ticket.
function gateFault({ gate, ticket }) {
  if (ticket === null || ticket.unlisted === true) {
    return null;
  }
  if (gate.sections.length > 0 && !gate.sections.includes(ticket.seatSection)) {
    return { verdict: 'wrong-gate', why: 'section' };
  }
  return gate.tiers.length > 0 && !gate.tiers.includes(ticket.tier) ? { verdict: 'wrong-gate', why: 'tier' } : null;
}

function entryFault({ gate, ticket, day }) {
  const entry = ticket === null ? entryNever : ticket.entry;
  switch (gate.policy) {
    case 'once':
      return entry === entryNever ? null : { verdict: 'already-in', why: entry === entryInside ? 'inside' : 'used' };
    case 'reentry':
      return entry === entryInside ? { verdict: 'already-in', why: 'inside' } : null;
    case 'daily':
      return entry !== entryNever && (ticket.lastAt === null || ticket.lastAt >= day.start) ? { verdict: 'already-in', why: 'today' } : null;
    case 'free':
      return null;
    default:
      return { verdict: 'update-app', why: 'policy' };
  }
}

function roomFault({ gate, capacity, occupancy }) {
  if (gate.capacity !== null && occupancy.gate >= gate.capacity) {
    return { verdict: 'full', why: 'gate' };
  }
  return capacity !== null && occupancy.house >= capacity ? { verdict: 'full', why: 'house' } : null;
}

function admitted(verdict, lifted, unlisted) {
  return { verdict, ...(lifted.length > 0 ? { why: lifted[0] } : {}), ...(unlisted ? { unlisted: true } : {}) };
}
