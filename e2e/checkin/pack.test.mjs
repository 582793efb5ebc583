// Packs: taken in, searched, changed, kept; notes opened by the code only. Run: node --test e2e/checkin/
import assert from 'node:assert/strict';
import { performance as timer } from 'node:perf_hooks';
import { test } from 'node:test';
import { noteOf, rowOf, seal } from './fake-server.mjs';
import { house, load } from './helpers.mjs';

const { openSealed, Pack, PackError } = await load('pack.js');
const { concat, toBase64, toHex } = await load('bytes.js');
const { Packs } = await load('storing/packs.js');
const { MemoryDatabase } = await load('storing/database.js');

const scanOnly = { capabilities: ['scan'] };

test('a ticket is found with all that the pack says', async () => {
  const { server, performance } = await house();
  const ticket = await server.addTicket(performance, { seat: 31, tier: 1, checkId: true, note: 'Nut allergy' });
  Object.assign(ticket, { entry: 1, gate: 1, at: 1796151600 });
  const pack = Pack.take(await server.pack(performance, scanOnly));
  assert.deepEqual(pack.find(ticket.ref), {
    ref: ticket.ref, seat: 31, tier: 1, state: 0, entry: 1, hasNote: true, checkId: true, lastGate: performance.gates[1].id, lastAt: 1796151600000,
  });
  assert.deepEqual(pack.place(31), { section: 'Stalls', sectionIndex: 0, row: '2', seat: '2' });
  assert.deepEqual(pack.place(60), { section: 'Standing', sectionIndex: 1, row: null, seat: null });
  assert.deepEqual([pack.place(null), pack.place(99_999)], [null, null]);
  assert.equal(pack.find('ffffffffffffffff'), null);
  assert.equal(pack.count, 4);
});

test('a note is opened by its own ticket only', async () => {
  const { server, performance } = await house();
  const ticket = await server.addTicket(performance, { name: 'Zoë Ångström', note: 'Wheelchair', order: 'AB-12', group: ['00112233445566ff'] });
  const other = await server.addTicket(performance, {});
  const pack = Pack.take(await server.pack(performance, scanOnly));
  assert.deepEqual(await openSealed(pack.sealed(ticket.ref), ticket.bytes), { name: 'Zoë Ångström', order: 'AB-12', note: 'Wheelchair', group: ['00112233445566ff'] });
  assert.equal(await openSealed(pack.sealed(ticket.ref), other.bytes), null);
  assert.ok(!JSON.stringify(await server.pack(performance, scanOnly)).includes('ngstr'));
});

test('changes replace and add, again and again', async () => {
  const { server, performance, tickets } = await house({ tickets: 5 });
  const pack = Pack.take(await server.pack(performance, scanOnly));
  const fresh = [];
  for (let i = 0; i < 600; i++) {
    fresh.push(toHex(crypto.getRandomValues(new Uint8Array(8))));
  }
  const note = await seal(tickets[0].bytes, noteOf({ name: 'New name' }));
  const change = { to: 900, rows: concat(rowOf({ ref: tickets[0].ref, state: 2 }), ...fresh.map((ref, i) => rowOf({ ref, seat: i }))), sealed: concat(Uint8Array.of(note.length), note, new Uint8Array(600)) };
  for (let round = 0; round < 2; round++) {
    pack.apply(change);
    assert.equal(pack.count, 605);
    assert.equal(pack.seq, 900);
    assert.equal(pack.find(tickets[0].ref).state, 2);
    assert.equal((await openSealed(pack.sealed(tickets[0].ref), tickets[0].bytes)).name, 'New name');
    assert.equal((await openSealed(pack.sealed(tickets[4].ref), tickets[4].bytes)).name, 'Guest 4');
    fresh.forEach((ref, i) => assert.equal(pack.find(ref).seat, i));
    assert.equal(pack.sealed(fresh[0]), null);
  }
  // Changes without notes leave them as they are.
  pack.apply({ to: 901, rows: rowOf({ ref: tickets[4].ref, state: 1 }), sealed: new Uint8Array(1) });
  assert.equal((await openSealed(pack.sealed(tickets[4].ref), tickets[4].bytes)).name, 'Guest 4');
  const kept = new Pack(structuredClone(pack.record()));
  assert.equal(kept.count, 605);
  fresh.forEach((ref, i) => assert.equal(kept.find(ref).seat, i));
  assert.equal((await openSealed(kept.sealed(tickets[0].ref), tickets[0].bytes)).name, 'New name');
});

test('changes are kept and found after a restart; those of another epoch are not', async () => {
  const { server, performance, tickets } = await house();
  const database = new MemoryDatabase();
  const packs = new Packs(database);
  await packs.take(await server.pack(performance, scanOnly));
  const change = epoch => packs.change(performance.id, { epoch, to: 50, rows: toBase64(rowOf({ ref: tickets[1].ref, state: 5 })), sealed: null });
  assert.deepEqual(change('other').writes, []);
  const { writes, apply } = change(performance.epoch);
  await database.write(writes);
  assert.equal(packs.get(performance.id).find(tickets[1].ref).state, 0);
  apply();
  assert.equal(packs.get(performance.id).find(tickets[1].ref).state, 5);
  const second = new Packs(database);
  await second.load();
  assert.equal(second.get(performance.id).find(tickets[1].ref).state, 5);
  assert.equal(second.get(performance.id).seq, 50);
  server.renew(performance);
  await second.take(await server.pack(performance, scanOnly));
  assert.equal((await database.all('changes')).length, 0);
  assert.equal(second.get(performance.id).find(tickets[1].ref).state, 0);
});

test('a damaged pack is refused, a newer format is kept shut', async () => {
  const { server, performance } = await house();
  const json = await server.pack(performance, scanOnly);
  const rows = json.tickets.rows;
  for (const wrong of [{ ...json, epoch: undefined }, { ...json, tickets: { count: 2, rows } }, { ...json, sealed: 'AAAAAA==' }, { ...json, tickets: { count: 2, rows: toBase64(concat(rowOf({ ref: 'ff00000000000000' }), rowOf({ ref: '0000000000000000' }))) } }, {}]) {
    assert.throws(() => Pack.take(wrong), error => error instanceof PackError || error instanceof TypeError);
  }
  const newer = Pack.take({ ...json, format: 2, tickets: 'in another way' });
  assert.equal(newer.header.format, 2);
  assert.equal(newer.count, 0);
});

test('50,000 tickets (times are printed, not judged)', () => {
  const count = 50_000;
  const refs = Array.from({ length: count }, () => toHex(crypto.getRandomValues(new Uint8Array(8)))).sort();
  const rows = concat(...refs.map((ref, i) => rowOf({ ref, seat: i })));
  const record = new Uint8Array(100).fill(7);
  record[0] = 99;
  const sealed = new Uint8Array(count * 100);
  for (let i = 0; i < count; i++) {
    sealed.set(record, i * 100);
  }
  const json = JSON.stringify({
    format: 1, epoch: 'e', seq: 1, at: 0, minVersion: 1, performance: { id: 'p' }, keys: [], gates: [], tiers: ['Adult'], sections: ['Field'], rows: [[0, '', 0, count]],
    tickets: { count, rows: toBase64(rows) }, sealed: toBase64(sealed), search: null,
  });
  const begin = timer.now();
  const pack = Pack.take(JSON.parse(json));
  const taken = timer.now();
  for (const ref of refs) {
    assert.equal(pack.find(ref).ref, ref);
  }
  const found = timer.now();
  console.log(`# ${json.length} bytes taken in ${(taken - begin).toFixed(0)} ms, a ticket found in ${((found - taken) / count * 1000).toFixed(1)} µs`);
});
