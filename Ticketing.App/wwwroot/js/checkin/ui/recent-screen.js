// What was scanned here: undo for five minutes, and what the server judged otherwise.

import { el } from '../../seatmap/dom.js';
import { placeText } from './format.js';
import { askReason, button, icon, page, segmented } from './parts.js';
import { describe } from './words.js';

const shownMax = 60;

export function recentScreen(app) {
  const { t, format, device } = app;
  let view = device.queue.conflicts().some(record => !record.seen) ? 'conflicts' : 'recent';
  const body = el('div', { class: 'stack' });
  const tabs = el('div', {});

  // Only the word of a verdict is shown here: what its sentences need is left empty.
  const wordOf = scan => {
    const pack = device.packs.get(scan.performance);
    const gate = pack?.gate(scan.gate) ?? { name: '', policy: '', opensAt: 0, closesAt: 0 };
    const nothing = { header: { performance: { timeZone: undefined } }, gate: () => null };
    return describe({ verdict: scan.said, gate, gates: [], pack: pack ?? nothing, ticket: { lastGate: null, lastAt: null } }, { t, format, now: device.clock.now });
  };

  const text = record => {
    const { scan } = record;
    const pack = device.packs.get(scan.performance);
    const ticket = pack === null || scan.ticket === null ? null : pack.find(scan.ticket);
    return {
      at: format.when(scan.at, device.clock.now, pack?.header.performance.timeZone),
      name: device.search?.of(scan.ticket)?.name ?? null,
      place: ticket === null ? null : [placeText(pack.place(ticket.seat), t), pack.header.tiers[ticket.tier]].filter(Boolean).join(', '),
      gate: pack?.gate(scan.gate)?.name ?? null,
    };
  };

  const item = (record, more) => {
    const { scan, status } = record;
    const { at, name, place, gate } = text(record);
    const words = {
      ...(scan.kind === 'undo' ? { word: t('Taken back'), kind: 'wait', symbol: 'undo' } : wordOf(scan)),
      ...(more.lines === undefined ? {} : { kind: 'bad', symbol: 'warn' }),
    };
    return el('li', { class: `checkin-item is-${words.kind}` }, icon(words.symbol),
      el('div', {}, el('strong', {}, words.word), el('span', {}, [name, place].filter(Boolean).join(', ') || (scan.reason ?? '')),
        el('span', { class: 'muted' }, [at, gate, scan.kind === 'exit' ? t('Exit') : null, status === 'unsent' ? t('unsent') : null].filter(Boolean).join(' · ')), ...more.lines ?? []),
      more.act ?? null);
  };

  const drawRecent = () => {
    const records = device.queue.records.slice(-shownMax).reverse();
    const undoable = new Set(device.may('undo') ? device.queue.undoable(device.clock.now).map(record => record.scan.nonce) : []);
    body.replaceChildren(records.length === 0
      ? el('div', { class: 'empty' }, icon('list'), el('h2', {}, t('Nothing scanned yet')), el('p', {}, t('Scans of this device appear here. An entry can be taken back for five minutes.')))
      : el('ul', { class: 'checkin-items', role: 'list' }, ...records.map(record => item(record, {
        act: undoable.has(record.scan.nonce) ? button(t('Undo'), () => undo(record), { kind: 'button-small', iconName: 'undo' }) : null,
      }))));
  };

  const undo = async record => {
    const reason = await askReason(t, t('Take this scan back'), [t('Wrong person'), t('Scanned by mistake'), t('Did not go in')], t('Take back'));
    if (reason === null) {
      return;
    }
    const undone = await device.judge.undo(record.scan.nonce, reason);
    app.say(undone === null ? t('It was too late: five minutes have passed.') : t('Taken back'));
    draw();
  };

  const drawConflicts = () => {
    const records = device.queue.conflicts();
    body.replaceChildren(records.length === 0
      ? el('div', { class: 'empty' }, icon('check'), el('h2', {}, t('No conflicts')), el('p', {}, t('When another gate was first, or a ticket was void before the scan, it is listed here.')))
      : el('ul', { class: 'checkin-items', role: 'list' }, ...records.map(record => item(record, { lines: [el('span', { class: 'checkin-conflict' }, conflictText(record))] }))));
    device.queue.markSeen();
  };

  const conflictText = ({ status, judged, flags, other, scan }) => {
    const zone = device.packs.get(scan.performance)?.header.performance.timeZone;
    if (status === 'odd') {
      return t('The server could not read this scan. It is kept here.');
    }
    if (other !== null) {
      return t('First in at {0} ({1}), {2}.', other.gate, other.device, format.when(other.at, device.clock.now, zone))
        + (flags.includes('undecidable') ? ` ${t('Both were at the same moment.')}` : '');
    }
    const texts = {
      'late-revoked': t('The ticket was void before it was scanned.'),
      'over-capacity': t('The house was full already.'),
      clock: t('The clock of this device was wrong.'),
      duplicate: t('It was scanned at another gate before.'),
    };
    return flags.map(flag => texts[flag]).filter(Boolean).join(' ') || t('The server decided otherwise: {0}', judged);
  };

  const draw = () => (view === 'recent' ? drawRecent() : drawConflicts());
  tabs.append(segmented(t('Show'), [['recent', t('Recent')], ['conflicts', t('Conflicts')]], view, value => {
    view = value;
    draw();
  }));
  draw();
  return { element: page({ title: t('Scans'), back: () => app.show('scan'), backText: t('Back to scanning') }, tabs, body) };
}
