// Scans at a gate: what is decided, what is written. Run: node --test e2e/checkin/
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gate, newId, signCode, ticketKey } from './fake-server.mjs';
import { deviceAt, house, load } from './helpers.mjs';

const { Judge, startOfDay } = await load('judge.js');

const verdictOf = async (device, code, method = 'code') => {
  const result = await device.judge.text(code, method);
  return [result.verdict, result.why];
};

test('forged, of a stranger, of another date: each its own verdict', async () => {
  const { server, performance } = await house();
  const other = await server.addPerformance({ title: 'Hamlet' });
  const hamlet = await server.addTicket(other);
  const device = await deviceAt(server, performance);
  const forged = await signCode(newId(), performance.id, { ...await ticketKey(performance.id), id: performance.keys[0].id });
  assert.deepEqual(await verdictOf(device, forged), ['not-genuine', undefined]);
  assert.deepEqual(await verdictOf(device, await signCode(newId(), performance.id, await ticketKey(performance.id))), ['unknown', undefined]);
  assert.deepEqual(await verdictOf(device, 'https://example.org/menu'), ['not-a-ticket', undefined]);
  const result = await device.judge.text(hamlet.code, 'code');
  assert.deepEqual([result.verdict, result.otherTitle.title], ['wrong-performance', 'Hamlet']);
  assert.deepEqual(device.queue.records.map(record => [record.scan.kind, record.scan.said]), [['denied', 'not-genuine'], ['denied', 'unknown'], ['denied', 'not-a-ticket'], ['denied', 'wrong-performance']]);
  assert.equal(device.counters().inside, 0);
});

test('refunded, replaced, disputed, cancelled, blocked', async () => {
  const { server, performance } = await house();
  const tickets = [];
  for (const state of [1, 2, 3, 4, 5]) {
    tickets.push(await server.addTicket(performance, { state }));
  }
  const device = await deviceAt(server, performance);
  const verdicts = [];
  for (const ticket of tickets) {
    verdicts.push(await verdictOf(device, ticket.code));
  }
  assert.deepEqual(verdicts, [['void', 'refunded'], ['void', 'replaced'], ['void', 'disputed'], ['void', 'cancelled'], ['blocked', 'staff']]);
});

test('the wrong gate says the right ones', async () => {
  const gates = [gate('Stalls', { sections: [0] }), gate('Standing', { sections: [1] }), gate('Everybody')];
  const { server, performance, tickets } = await house({ gates });
  const device = await deviceAt(server, performance, { gate: 1 });
  const result = await device.judge.text(tickets[0].code, 'code');
  assert.deepEqual([result.verdict, result.why, result.gates], ['wrong-gate', 'section', ['Stalls', 'Everybody']]);
});

test('the same code within three seconds is one scan', async () => {
  const { server, performance, tickets } = await house();
  const device = await deviceAt(server, performance);
  let time = 0;
  device.judge = new Judge(device, { monotonic: () => time });
  assert.equal((await device.judge.text(tickets[0].code, 'code')).verdict, 'welcome');
  for (let i = 0; i < 10; i++) {
    time += 2900; // held before the camera
    assert.equal(await device.judge.text(tickets[0].code, 'code'), null);
  }
  time += 3000;
  assert.equal((await device.judge.text(tickets[0].code, 'code')).verdict, 'already-in');
  assert.equal((await device.judge.text(tickets[1].code, 'code')).verdict, 'welcome');
  assert.equal(device.queue.records.length, 3);
});

test('two readers of one device at once let one in', async () => {
  const { server, performance, tickets } = await house();
  const device = await deviceAt(server, performance);
  const results = await Promise.all([device.judge.text(tickets[0].code, 'manual'), device.judge.text(tickets[0].code, 'manual'), device.judge.listed(tickets[0].ref, 'search')]);
  assert.deepEqual(results.map(result => result.verdict), ['welcome', 'already-in', 'already-in']);
});

test('undo takes back what was scanned, within five minutes, once', async () => {
  const { server, performance, tickets } = await house();
  const device = await deviceAt(server, performance);
  const { record } = await device.judge.text(tickets[0].code, 'code');
  assert.equal(device.counters().inside, 1);
  const undone = await device.judge.undo(record.scan.nonce, 'Wrong person');
  assert.deepEqual([undone.scan.kind, undone.scan.supersedes, undone.scan.reason], ['undo', record.scan.nonce, 'Wrong person']);
  assert.equal(device.counters().inside, 0);
  assert.equal(await device.judge.undo(record.scan.nonce, 'Again'), null);
  await device.sync.now();
  assert.equal(device.counters().inside, 0);
  assert.equal((await device.judge.text(tickets[0].code, 'code')).verdict, 'welcome');
  await device.sync.now();
  assert.equal(device.counters().inside, 1);
  assert.equal(device.queue.undoable(device.clock.now + 5 * 60_000 + 1).length, 0);
});

test('exit and entry again under re-entry', async () => {
  const { server, performance, tickets } = await house({ gates: [gate('Gate A', { policy: 'reentry' })] });
  const device = await deviceAt(server, performance);
  const scan = async kind => {
    await device.choose({ kind });
    return (await verdictOf(device, tickets[0].code, 'manual'))[0];
  };
  assert.deepEqual([await scan('exit'), await scan('entry'), await scan('entry'), await scan('exit'), await scan('exit'), await scan('entry')],
    ['not-inside', 'welcome', 'already-in', 'goodbye', 'not-inside', 'welcome']);
  assert.equal(device.counters().inside, 1);
});

test('override lets in with a reason, where the rules allow it', async () => {
  const { server, performance, tickets } = await house({ capacity: 1 });
  const device = await deviceAt(server, performance);
  await device.judge.text(tickets[0].code, 'code');
  const full = await device.judge.text(tickets[1].code, 'code');
  assert.deepEqual([full.verdict, full.why, full.canLift], ['full', 'house', true]);
  const lifted = await device.judge.override(full, 'Guest of the director');
  assert.deepEqual([lifted.verdict, lifted.why, lifted.record.scan.reason, lifted.record.scan.kind], ['welcome', 'full', 'Guest of the director', 'entry']);
  const forged = await device.judge.text(await signCode(newId(), performance.id, { ...await ticketKey(performance.id), id: performance.keys[0].id }), 'code');
  assert.equal(forged.canLift, false);
  assert.equal((await device.judge.override(forged, 'Please')).verdict, 'not-genuine');
});

test('capacity counts the server\'s number and what was scanned since', async () => {
  const { server, performance, tickets } = await house({ tickets: 6, gates: [gate('Gate A', { capacity: 3 }), gate('Gate B')] });
  const [a, b] = [await deviceAt(server, performance), await deviceAt(server, performance, { gate: 1 })];
  await a.judge.text(tickets[0].code, 'code');
  await b.judge.text(tickets[1].code, 'code');
  await b.sync.now();
  await a.sync.now();
  assert.deepEqual([a.counters().inside, a.counters().gateInside], [2, 1]);
  await a.judge.text(tickets[2].code, 'code');
  await a.judge.text(tickets[3].code, 'code');
  assert.deepEqual(await verdictOf(a, tickets[4].code), ['full', 'gate']);
  await a.sync.now();
  assert.deepEqual([a.counters().inside, a.counters().gateInside, a.counters().entered], [4, 3, 4]);
});

test('sold since: welcome, with the whole id for the server, and not twice', async () => {
  const { server, performance } = await house();
  const device = await deviceAt(server, performance);
  server.fault = () => 'error';
  await device.sync.now();
  const late = await server.addTicket(performance, { seat: 5 });
  const result = await device.judge.text(late.code, 'code');
  assert.deepEqual([result.verdict, result.unlisted, result.record.scan.unlisted], ['welcome', true, late.id]);
  assert.deepEqual(await verdictOf(device, late.code, 'manual'), ['already-in', 'inside']);
});

test('name, note and the rest of the order come with the ticket', async () => {
  const { server, performance } = await house();
  const second = await server.addTicket(performance, { name: 'Bob', seat: 11 });
  const first = await server.addTicket(performance, { name: 'Anna', seat: 10, note: 'VIP', group: [second.ref] });
  for (const capabilities of [['scan'], ['scan', 'search']]) {
    const device = await deviceAt(server, performance, { capabilities });
    await device.beginShift();
    const { person } = await device.judge.text(first.code, 'code');
    assert.deepEqual([person.name, person.note, person.order], ['Anna', 'VIP', 'K7M2-9Q']);
    assert.ok(person.group.includes(second.ref));
    assert.equal((await device.judge.listed(second.ref, 'group')).verdict, 'welcome');
    assert.equal(device.counters().inside, 2);
  }
});

test('a screenshot of a ticket that was issued again', async () => {
  const { server, performance, tickets } = await house();
  const device = await deviceAt(server, performance);
  Object.assign(tickets[0], { state: 2 });
  server.change(performance, tickets[0]);
  const reissued = await server.addTicket(performance, { seat: 0 });
  await device.sync.now();
  assert.deepEqual(await verdictOf(device, tickets[0].code), ['void', 'replaced']);
  assert.deepEqual(await verdictOf(device, reissued.code), ['welcome', undefined]);
});

test('the venue\'s day begins at its midnight, also where the clock is changed', () => {
  const iso = (now, zone) => new Date(startOfDay(Date.parse(now), zone)).toISOString();
  assert.equal(iso('2026-12-01T19:00:00Z', 'Europe/Vienna'), '2026-11-30T23:00:00.000Z');
  assert.equal(iso('2026-12-01T22:59:59.999Z', 'Europe/Vienna'), '2026-11-30T23:00:00.000Z');
  assert.equal(iso('2026-12-01T23:00:00Z', 'Europe/Vienna'), '2026-12-01T23:00:00.000Z');
  assert.equal(iso('2026-03-29T20:00:00Z', 'Europe/Vienna'), '2026-03-28T23:00:00.000Z'); // an hour is missing
  assert.equal(iso('2026-10-25T20:00:00Z', 'Europe/Vienna'), '2026-10-24T22:00:00.000Z'); // an hour is there twice
  assert.equal(iso('2026-12-01T03:00:00Z', 'America/New_York'), '2026-11-30T05:00:00.000Z');
  assert.equal(iso('2026-12-01T12:00:00Z', 'Asia/Kolkata'), '2026-11-30T18:30:00.000Z');
});
