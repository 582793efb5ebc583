// What the tests of the check-in app share.
import { after } from 'node:test';
import { FakeServer } from './fake-server.mjs';

const root = new URL('../../Ticketing.App/wwwroot/js/checkin/', import.meta.url);

export const load = path => import(new URL(path, root));

const { MemoryDatabase } = await load('storing/database.js');
const { enrol } = await load('sync/enrol.js');
const { openDevice } = await load('device.js');
const { Clock } = await load('clock.js');

const servers = [], devices = [];

// An open server or a planned sync would keep the process.
after(async () => {
  devices.forEach(device => device.stop());
  await Promise.all(servers.map(server => server.stop()));
});

/** A server with one date and its tickets. */
export async function house({ tickets = 3, ...options } = {}) {
  const server = await new FakeServer().start();
  servers.push(server);
  const performance = await server.addPerformance(options);
  const all = [];
  for (let i = 0; i < tickets; i++) {
    all.push(await server.addTicket(performance, { seat: i, name: `Guest ${i}` }));
  }
  return { server, performance, tickets: all };
}

/** An enrolled device at a gate, with its pack; the sync runs only when a test says so. */
export async function deviceAt(server, performance, { gate = 0, name = 'Phone', database = new MemoryDatabase(), clock = new Clock(), ...options } = {}) {
  const token = server.invite(name, options);
  const { status } = await enrol({ database, clock, token, base: server.address });
  if (status !== 'enrolled') {
    throw new Error(status);
  }
  const device = await reopen(server, database, clock);
  await device.loadPack(performance.id);
  await device.choose({ performance: performance.id, gate: performance.gates[gate].id });
  return device;
}

/** The app begins anew with what is stored. */
export async function reopen(server, database, clock) {
  const device = await openDevice({ database, base: server.address, pinRounds: 1000, ...(clock ? { clock } : {}) });
  await device.load();
  devices.push(device);
  return device;
}
