// Enrolment and the PIN. Run: node --test e2e/checkin/
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { house, load, reopen } from './helpers.mjs';

const { enrol, tokenOf } = await load('sync/enrol.js');
const { isUsable, Pin, wrongMax } = await load('pin.js');
const { MemoryDatabase } = await load('storing/database.js');
const { Clock } = await load('clock.js');

test('a link is used once, by one device', async () => {
  const { server } = await house();
  const token = server.invite('Phone 1');
  const database = new MemoryDatabase(), clock = new Clock();
  assert.equal((await enrol({ database, clock, token, base: server.address })).device.name, 'Phone 1');
  assert.equal((await enrol({ database: new MemoryDatabase(), clock, token, base: server.address })).status, 'unknown');
  assert.equal((await enrol({ database: new MemoryDatabase(), clock, token: 'nobodysnobodysnobodys', base: server.address })).status, 'unknown');
  const device = await reopen(server, database);
  assert.equal(await device.refresh(), 200);
  assert.equal(device.identity.privateKey.extractable, false);
});

test('an answer that is lost can be asked for again', async () => {
  const { server } = await house();
  const token = server.invite('Phone 2');
  const database = new MemoryDatabase(), clock = new Clock();
  server.fault = () => 'cut';
  assert.equal((await enrol({ database, clock, token, base: server.address })).status, 'offline');
  server.fault = () => null;
  assert.equal((await enrol({ database, clock, token, base: server.address })).status, 'enrolled');
  assert.equal(server.devices.size, 1);
  assert.equal(await database.get('meta', 'pending'), undefined);
});

test('the invitation is read from links and QR codes', () => {
  assert.equal(tokenOf('https://tickets.example/checkin/enrol#abcdefghijklmnopqrstuv'), 'abcdefghijklmnopqrstuv');
  assert.equal(tokenOf('#abcdefghijklmnopqrstuv'), 'abcdefghijklmnopqrstuv');
  for (const other of ['', 'https://tickets.example/checkin/', 'TK1.AAAA', 'short']) {
    assert.equal(tokenOf(other), null, other);
  }
});

test('a PIN opens its secret; a wrong one does not, and is counted over restarts', async () => {
  const database = new MemoryDatabase();
  const pin = new Pin(database, 1000);
  await pin.load();
  assert.equal(pin.isSet, false);
  await pin.set('4711', { shift: { key: 'abc' } });
  await pin.update({ shift: { key: 'def' } });
  let again;
  for (let i = 1; i < wrongMax; i++) {
    again = new Pin(database, 1000);
    await again.load();
    assert.equal(await again.open('0815'), null);
    assert.equal(again.tries, wrongMax - i);
  }
  assert.deepEqual(await again.open('4711'), { shift: { key: 'def' } });
  assert.equal(again.tries, wrongMax);
  for (let i = 0; i < wrongMax; i++) {
    assert.equal(await again.open('0815'), null);
  }
  assert.equal(again.tries, 0);
  assert.equal(await again.open('4711'), null);
});

test('PINs that anybody would try first are refused', () => {
  assert.deepEqual(['4711', '00815', '123456789012'].map(isUsable), [true, true, true]);
  assert.deepEqual(['', '123', '1111', '0000000', '12a4', '1234567890123', ' 4711'].map(isUsable), Array(7).fill(false));
});
