// Devices against a server, with faults: whatever is lost on the way, no scan is lost and none counts twice. Run: node --test e2e/checkin/
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deviceAt, house, load, reopen } from './helpers.mjs';

const { Clock } = await load('clock.js');
const { MemoryDatabase } = await load('storing/database.js');
const { toBase64 } = await load('bytes.js');

const offline = () => 'error';
const isSync = ({ path }) => path === '/api/v1/checkin/sync';

// Changes the connection of one device only.
function faultsOf(server, device, fault) {
  const before = server.fault;
  server.fault = (request, body) => (request.headers['x-device'] === device.identity.device ? fault(request, body) : before(request, body));
}

test('a scan arrives and comes back to the other device', async () => {
  const { server, performance, tickets } = await house();
  const [a, b] = [await deviceAt(server, performance), await deviceAt(server, performance, { gate: 1 })];
  assert.equal((await a.judge.text(tickets[0].code, 'code')).verdict, 'welcome');
  assert.equal(await a.sync.now(), true);
  assert.equal(a.queue.unsent, 0);
  await b.sync.now();
  const second = await b.judge.text(tickets[0].code, 'code');
  assert.deepEqual([second.verdict, second.why, second.ticket.lastGate], ['already-in', 'inside', performance.gates[0].id]);
  assert.equal(b.counters().inside, 1);
});

test('two devices offline, the same ticket and 200 others: first in time wins, in both orders of arrival', async () => {
  for (const order of [[0, 1], [1, 0]]) {
    const { server, performance, tickets } = await house({ tickets: 201 });
    const both = [await deviceAt(server, performance, { name: 'Left' }), await deviceAt(server, performance, { name: 'Right', gate: 1 })];
    server.fault = offline;
    const first = await both[0].judge.text(tickets[0].code, 'code');
    await new Promise(resolve => { setTimeout(resolve, 5); });
    assert.equal((await both[1].judge.text(tickets[0].code, 'code')).verdict, 'welcome');
    for (let i = 1; i <= 200; i++) {
      assert.equal((await both[i % 2].judge.text(tickets[i].code, 'scanner')).verdict, 'welcome');
    }
    await both[0].sync.now();
    assert.equal(both[0].queue.unsent, 101);
    server.fault = () => null;
    for (const i of [...order, ...order]) {
      await both[i].sync.online();
    }
    assert.deepEqual(both.map(device => device.queue.unsent), [0, 0]);
    assert.equal(server.scans.size, 202);
    const [conflict, ...rest] = both[1].queue.conflicts();
    assert.equal(rest.length, 0);
    assert.deepEqual([conflict.judged, conflict.other.gate, conflict.other.device, conflict.other.at], ['duplicate', 'Gate A', 'Left', first.record.scan.at]);
    assert.equal(both[0].queue.conflicts().length, 0);
    const third = await deviceAt(server, performance, { name: 'Third' });
    await third.sync.now();
    for (const device of [...both, third]) {
      assert.equal(device.counters().inside, 201);
      assert.equal(device.judge.state(tickets[0].ref).lastGate, performance.gates[0].id);
    }
  }
});

test('a batch whose answer is lost is sent again and counted once', async () => {
  const { server, performance, tickets } = await house({ tickets: 20 });
  const device = await deviceAt(server, performance);
  let cuts = 0;
  faultsOf(server, device, request => (isSync(request) && cuts++ < 2 ? 'cut' : null));
  for (const ticket of tickets) {
    await device.judge.text(ticket.code, 'code');
  }
  await device.sync.now();
  assert.equal(server.scans.size, 20);
  assert.equal(device.queue.unsent, 20);
  await device.sync.online();
  assert.equal(device.queue.unsent, 0);
  assert.equal(server.scans.size, 20);
  assert.equal(device.counters().inside, 20);
});

test('an upload that fails does not stop the download', async () => {
  const { server, performance, tickets } = await house();
  const device = await deviceAt(server, performance);
  await device.judge.text(tickets[0].code, 'code');
  faultsOf(server, device, (request, body) => (isSync(request) && body.scans.length > 0 ? 'error' : null));
  const late = await server.addTicket(performance, { seat: 9 });
  Object.assign(tickets[1], { state: 1 });
  server.change(performance, tickets[1]);
  assert.equal(await device.sync.now(), true);
  assert.equal(device.queue.unsent, 1);
  assert.equal((await device.judge.text(tickets[1].code, 'code')).why, 'refunded');
  const result = await device.judge.text(late.code, 'code');
  assert.deepEqual([result.verdict, result.unlisted, result.place.seat], ['welcome', undefined, '10']);
  server.fault = () => null;
  await device.sync.online();
  assert.equal(device.queue.unsent, 0);
});

test('a server that cannot store now says so; the scans stay', async () => {
  const { server, performance, tickets } = await house();
  const device = await deviceAt(server, performance);
  await device.judge.text(tickets[0].code, 'code');
  server.fault = (request, body) => (isSync(request) && body.scans.length > 0 ? 'busy' : null);
  assert.equal(await device.sync.now(), true);
  assert.equal(device.queue.unsent, 1);
  assert.equal(device.judge.state(tickets[0].ref).entry, 1);
  server.fault = () => null;
  await device.sync.online();
  assert.equal(device.queue.unsent, 0);
});

test('one scan that the server cannot read blocks nothing', async () => {
  const { server, performance, tickets } = await house({ tickets: 30 });
  const device = await deviceAt(server, performance);
  const results = [];
  for (const ticket of tickets) {
    results.push(await device.judge.text(ticket.code, 'code'));
  }
  const bad = results[17].record.scan.nonce;
  server.fault = (request, body) => (isSync(request) && body.scans.some(scan => scan.nonce === bad) ? { status: 400, body: { type: 'validation' } } : null);
  await device.sync.now();
  for (let i = 0; i < 8 && device.queue.unsent > 0; i++) {
    await device.sync.online();
  }
  assert.equal(device.queue.unsent, 0);
  assert.equal(server.scans.size, 29);
  const [aside] = device.queue.conflicts();
  assert.deepEqual([aside.scan.nonce, aside.status], [bad, 'odd']);
});

test('a server that refuses everything takes no scan aside', async () => {
  const { server, performance, tickets } = await house();
  const device = await deviceAt(server, performance);
  await device.judge.text(tickets[0].code, 'code');
  server.fault = () => ({ status: 404, body: { type: 'not-found' } });
  for (let i = 0; i < 4; i++) {
    await device.sync.online();
  }
  assert.equal(device.queue.unsent, 1);
  assert.equal(device.queue.conflicts().length, 0);
});

test('a scan that the server reports as odd is kept and listed', async () => {
  const { server, performance, tickets } = await house();
  const device = await deviceAt(server, performance);
  const odd = await device.queue.add({ at: NaN, clock: 0, uncertainty: 0, ticket: tickets[0].ref, performance: performance.id, gate: null, kind: 'entry', said: 'welcome', method: 'code' });
  await device.judge.text(tickets[1].code, 'code');
  await device.sync.now();
  assert.equal(device.queue.unsent, 0);
  assert.deepEqual(device.queue.conflicts().map(record => record.scan.nonce), [odd.scan.nonce]);
  assert.equal(server.scans.size, 1);
});

test('a tab killed with 500 scans queued: all arrive, and are known meanwhile', async () => {
  const { server, performance, tickets } = await house({ tickets: 500 });
  const database = new MemoryDatabase();
  const device = await deviceAt(server, performance, { database });
  server.fault = offline;
  for (const ticket of tickets) {
    await device.judge.text(ticket.code, 'scanner');
  }
  device.stop();
  const next = await reopen(server, database);
  assert.equal(next.queue.unsent, 500);
  assert.equal(next.counters().inside, 500);
  assert.equal((await next.judge.text(tickets[3].code, 'code')).verdict, 'already-in');
  server.fault = () => null;
  await next.sync.online();
  assert.equal(next.queue.unsent, 0);
  assert.equal(server.scans.size, 501);
  assert.equal(next.counters().inside, 500);
  const seqs = [...server.scans.values()].map(scan => scan.seq);
  assert.equal(new Set(seqs).size, 501);
});

test('30 rounds of faults at random while scanning: nothing lost, nothing twice', async () => {
  const { server, performance, tickets } = await house({ tickets: 120 });
  const database = new MemoryDatabase();
  let device = await deviceAt(server, performance, { database });
  let state = 7;
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
  for (let round = 0; round < 30; round++) {
    const fault = ['error', 'cut', 'busy', null][Math.floor(random() * 4)];
    server.fault = request => (isSync(request) ? fault : null);
    const scans = tickets.slice(round * 4, round * 4 + 4).map(ticket => device.judge.text(ticket.code, 'scanner'));
    device.sync.online();
    assert.deepEqual((await Promise.all(scans)).map(result => result.verdict), Array(4).fill('welcome'));
    if (random() < 0.4) {
      device.stop();
      device = await reopen(server, database);
    }
  }
  server.fault = () => null;
  await device.sync.online();
  await device.sync.online();
  assert.equal(device.queue.unsent, 0);
  assert.equal(server.scans.size, 120);
  assert.equal(device.counters().inside, 120);
});

test('more than 500 scans go in several requests', async () => {
  const { server, performance, tickets } = await house({ tickets: 2 });
  const device = await deviceAt(server, performance);
  server.fault = offline;
  const sizes = [];
  for (let i = 0; i < 1100; i++) {
    await device.queue.add({ at: device.clock.now, clock: 0, uncertainty: 0, ticket: tickets[0].ref, performance: performance.id, gate: performance.gates[0].id, kind: 'denied', said: 'void', method: 'code' });
  }
  server.fault = (request, body) => {
    sizes.push([body.scans.length, JSON.stringify(body).length]);
    return null;
  };
  await device.sync.online();
  assert.equal(server.scans.size, 1100);
  for (const [count, bytes] of sizes) {
    assert.ok(count <= 500 && bytes <= 256 * 1024);
  }
});

test('a clock ten minutes wrong is corrected, and a changed one only noticed', async () => {
  const { server, performance, tickets } = await house();
  let jump = -600_000;
  const clock = new Clock({ wall: () => Date.now() + jump });
  const device = await deviceAt(server, performance, { clock });
  await device.sync.now();
  const result = await device.judge.text(tickets[0].code, 'code');
  assert.ok(Math.abs(result.record.scan.at - Date.now()) < 1000);
  assert.ok(Math.abs(result.record.scan.clock - Date.now() + 600_000) < 1000);
  jump += 1_800_000;
  const second = await device.judge.text(tickets[1].code, 'code');
  assert.ok(Math.abs(second.record.scan.at - Date.now()) < 1000);
  assert.equal(clock.wasSet, true);
});

test('a request of an hour ago is refused with the time, and sent again', async () => {
  const { server, performance } = await house();
  const device = await deviceAt(server, performance);
  server.now = () => Date.now() + 3_600_000;
  assert.equal(await device.refresh(), 200);
  assert.ok(Math.abs(device.clock.now - server.now()) < 1000);
});

test('a new epoch: the old pack is used until the new one is whole', async () => {
  const { server, performance, tickets } = await house();
  const device = await deviceAt(server, performance);
  const key = (await import('./fake-server.mjs')).ticketKey;
  performance.keys.unshift(await key(performance.id));
  const sold = await server.addTicket(performance, { seat: 12 });
  server.renew(performance);
  faultsOf(server, device, ({ path }) => (path.endsWith('/pack') ? 'error' : null));
  await device.judge.text(tickets[0].code, 'code');
  await device.sync.now();
  assert.equal((await device.judge.text(tickets[0].code, 'scanner')), null);
  assert.equal(device.judge.state(tickets[0].ref).entry, 1); // taken, but not in the old pack
  assert.equal((await device.judge.text(sold.code, 'code')).verdict, 'unknown');
  server.fault = () => null;
  assert.equal((await device.judge.text(sold.code, 'manual')).verdict, 'welcome');
  assert.equal(device.judge.state(tickets[0].ref).entry, 1);
});

test('messages are shown once, commands are done once', async () => {
  const { server, performance } = await house();
  const device = await deviceAt(server, performance);
  const own = server.devices.get(device.identity.device);
  own.commands.push({ id: 'm1', kind: 'say', text: 'Doors in five minutes', at: Date.now() }, { id: 'c1', kind: 'lock', text: null, at: Date.now() });
  const heard = [];
  device.addEventListener('announce', event => heard.push(event.detail.text));
  device.addEventListener('command', event => heard.push(event.detail.kind));
  await device.sync.now();
  await device.sync.now();
  assert.deepEqual(heard, ['Doors in five minutes', 'lock', 'Doors in five minutes']);
  await device.sync.shown('m1');
  await device.sync.now();
  await device.sync.now();
  assert.equal(heard.length, 3);
  assert.deepEqual([...own.gone].sort(), ['c1', 'm1']);
});

test('a revoked device is wiped; unsent scans stay until they are sent', async () => {
  const { server, performance, tickets } = await house();
  const database = new MemoryDatabase();
  const device = await deviceAt(server, performance, { database, capabilities: ['scan', 'search'] });
  await device.pin.set('4711', device.secret);
  await device.beginShift();
  assert.equal(device.search.count, 3);
  server.fault = offline;
  await device.judge.text(tickets[0].code, 'code');
  server.fault = () => null;
  server.devices.get(device.identity.device).revoked = true;
  let wiped = null;
  device.addEventListener('wiped', event => { wiped = event.detail.why; });
  await device.sync.online();
  await new Promise(resolve => { setTimeout(resolve, 20); });
  assert.equal(wiped, 'revoked');
  assert.equal(device.search, null);
  const keys = [...database.data.meta.keys()].sort();
  assert.deepEqual([database.data.packs.size, database.data.changes.size, database.data.scans.size], [0, 0, 1]);
  assert.deepEqual(keys.filter(key => ['device', 'pin', 'deviceKey', 'choice'].includes(key)), []);
  assert.equal(JSON.parse(await device.unsentFile().text()).scans.length, 1);
  // The organizer takes the device back in: what it had arrives.
  server.devices.get(device.identity.device).revoked = false;
  await device.sync.online();
  assert.equal(server.scans.size, 1);
});

test('what is on the disk has no name in clear', async () => {
  const { server, performance } = await house();
  await server.addTicket(performance, { name: 'Rumpelstilzchen', note: 'spins gold' });
  for (const capabilities of [['scan'], ['scan', 'search']]) {
    const database = new MemoryDatabase();
    const device = await deviceAt(server, performance, { database, capabilities });
    await device.pin.set('4711', device.secret);
    await device.beginShift();
    await device.sync.now();
    const text = [];
    const walk = value => {
      if (typeof value === 'string') {
        text.push(value);
      } else if (ArrayBuffer.isView(value)) {
        text.push(Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('latin1'));
      } else if (value instanceof Map || Array.isArray(value)) {
        [...value.values()].forEach(walk);
      } else if (value !== null && typeof value === 'object' && !(value instanceof CryptoKey)) {
        Object.values(value).forEach(walk);
      }
    };
    walk(Object.values(database.data));
    for (const secret of ['Rumpelst', 'spins', toBase64(server.shiftKey)]) {
      assert.ok(!text.some(part => part.includes(secret)), secret);
    }
  }
});

test('another device\'s date is not given out', async () => {
  const { server, performance } = await house();
  const other = await server.addPerformance({ title: 'Hamlet' });
  const device = await deviceAt(server, performance, { performances: [performance.id] });
  assert.equal(await device.loadPack(other.id), false);
  assert.equal(device.packs.get(other.id), null);
});
