// What a verdict says: its class, one word or two, and the lines below it. The same text is seen and heard.

import { placeText } from './format.js';

const symbols = { good: 'check', leave: 'leave', wait: 'hourglass', bad: 'stop' };
const classes = {
  welcome: 'good', goodbye: 'leave',
  'too-early': 'wait', 'wrong-gate': 'wait', full: 'wait', 'not-inside': 'wait', unknown: 'wait', 'not-a-ticket': 'wait', 'update-app': 'wait',
};

/**
 * @param {object} result see judge.js; or { verdict: 'duplicate', other } of the server
 * @returns {{kind: 'good'|'leave'|'wait'|'bad', symbol: string, word: string, lines: string[], tasks: string[], person: string|null}}
 *   tasks: what is to be done before somebody goes in
 */
export function describe(result, { t, format, now, kiosk = false }) {
  const zone = result.pack?.header.performance.timeZone;
  const at = value => format.when(value, now, zone);
  const { word, lines } = words(result, { t, format, at });
  const passes = result.verdict === 'welcome' || result.verdict === 'goodbye';
  const kind = result.verdict === 'already-in' && result.gate?.policy === 'reentry' ? 'wait' : classes[result.verdict] ?? 'bad';
  const tasks = [];
  if (result.verdict === 'welcome' && result.ticket?.checkId) {
    tasks.push(t('Check ID'));
  }
  if (result.verdict !== 'goodbye' && result.person?.note && !kiosk) {
    tasks.push(result.person.note);
  } else if (result.verdict === 'welcome' && result.ticket?.hasNote && !kiosk) {
    tasks.push(t('There is a note on this ticket'));
  }
  const place = placeText(result.place ?? null, t);
  return {
    kind,
    symbol: result.verdict === 'wrong-gate' ? 'right' : symbols[kind],
    word,
    lines: [
      ...lines,
      ...(place !== null && result.verdict !== 'wrong-performance' ? [place] : []),
      ...(result.tier ? [result.tier] : []),
      ...(passes && result.unlisted ? [t('Sold after the last update')] : []),
    ],
    tasks,
    person: kiosk ? null : result.person?.name ?? null,
  };
}

function words({ verdict, why, gate, gates, otherTitle, pack, ticket, other }, { t, format, at }) {
  switch (verdict) {
    case 'welcome':
      return { word: t('Welcome'), lines: [] };
    case 'goodbye':
      return { word: t('Goodbye'), lines: [] };
    case 'not-a-ticket':
      return { word: t('Not a ticket'), lines: [t('This code is not from a ticket of this shop.')] };
    case 'unknown':
      return { word: t('Unknown'), lines: [t('The key for this ticket is not on this device. Try again when it is online.')] };
    case 'not-genuine':
      return { word: t('Not genuine'), lines: [t('The signature is wrong. This ticket was forged or altered.')] };
    case 'void':
      return { word: t('Void'), lines: [voidText(why, t)] };
    case 'blocked':
      return { word: t('See supervisor'), lines: [why === 'staff' ? t('This ticket was blocked by staff.') : t('The state of this ticket is not known.')] };
    case 'too-early':
      return { word: t('Too early'), lines: [t('{0} opens at {1}.', gate.name, at(gate.opensAt))] };
    case 'over':
      return { word: t('Closed'), lines: [t('{0} closed at {1}.', gate.name, at(gate.closesAt))] };
    case 'wrong-performance':
      return {
        word: t('Wrong performance'),
        lines: [otherTitle === null || otherTitle === undefined
          ? t('This ticket is for another date.')
          : t('This ticket is for {0}, {1}.', otherTitle.title, format.dateTime(otherTitle.startsAt, pack.header.performance.timeZone))],
      };
    case 'wrong-gate':
      return gates.length === 0
        ? { word: t('Wrong gate'), lines: [t('No gate of this date is for this ticket.')] }
        : { word: t('Go to {0}', format.list(gates)), lines: [t('This ticket is not for {0}.', gate.name)] };
    case 'already-in':
      return { word: t('Already in'), lines: [lastText(why, ticket, pack, { t, at })] };
    case 'full':
      return { word: t('Wait: full'), lines: [why === 'gate' ? t('{0} has reached its capacity.', gate.name) : t('The house has reached its capacity.')] };
    case 'not-inside':
      return { word: t('Not inside'), lines: [t('No entry of this ticket is known.')] };
    case 'update-app':
      return { word: t('Update the app'), lines: [t('This version does not know the rules of this date.')] };
    case 'duplicate':
      return {
        word: t('Already in'),
        lines: [other === null || other === undefined ? t('It was scanned at another gate before.') : t('First in at {0} ({1}), {2}.', other.gate, other.device, at(other.at))],
      };
    default:
      return { word: t('See supervisor'), lines: [t('The server decided otherwise: {0}', verdict)] };
  }
}

function voidText(why, t) {
  switch (why) {
    case 'refunded':
      return t('The money for this ticket was returned.');
    case 'replaced':
      return t('A newer ticket exists. Only the newest one is valid.');
    case 'disputed':
      return t('The payment for this ticket was taken back by the bank.');
    default:
      return t('This ticket was cancelled.');
  }
}

function lastText(why, ticket, pack, { t, at }) {
  const gateName = pack.gate(ticket.lastGate)?.name ?? null;
  const time = ticket.lastAt === null ? null : at(ticket.lastAt);
  if (time === null) {
    return t('This ticket was used before.');
  }
  if (why === 'used') {
    return gateName === null ? t('Used before, out at {0}.', time) : t('Used before, out at {0}, {1}.', time, gateName);
  }
  return gateName === null ? t('In at {0}.', time) : t('In at {0}, {1}.', time, gateName);
}
