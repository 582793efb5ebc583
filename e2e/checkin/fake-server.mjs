// A small server of the check-in contract for tests: one organization, its dates, gates and tickets in memory, with faults on request.
import { createServer } from 'node:http';
import { webcrypto as crypto } from 'node:crypto';
import { brotliCompressSync } from 'node:zlib';

const root = new URL('../../Ticketing.App/wwwroot/js/checkin/', import.meta.url);
const { concat, encodeText, fromBase64, fromGuid, fromHex, toBase64, toHex } = await import(new URL('bytes.js', root));
const { prefix, refOf, toBase32 } = await import(new URL('code.js', root));

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
const hash = { name: 'ECDSA', hash: 'SHA-256' };
const hour = 3_600_000;

export const newId = () => crypto.randomUUID();

/** A signing key of a performance's tickets. */
export async function ticketKey(performance) {
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  return { id: newId(), performance, privateKey: pair.privateKey, spki: toBase64(new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey))) };
}

/** A code as Ticketing.Core/Tickets/TicketCode.cs signs it. */
export async function signCode(ticket, performance, key) {
  const claims = concat(Uint8Array.of(1), fromGuid(ticket), fromGuid(performance), fromGuid(key.id));
  const signature = new Uint8Array(await crypto.subtle.sign(hash, key.privateKey, concat(encodeText('ticketing/ticket-code/v1\0'), claims)));
  return prefix + toBase32(concat(claims, signature));
}

export async function seal(ticketBytes, content) {
  const material = await crypto.subtle.importKey('raw', ticketBytes, 'HKDF', false, ['deriveKey']);
  const key = await crypto.subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: encodeText('ticketing/checkin-note/v1') },
    material, { name: 'AES-GCM', length: 128 }, false, ['encrypt']);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return concat(iv, new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, encodeText(JSON.stringify(content)))));
}

export async function sealBlock(rows, key) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const imported = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt']);
  return { nonce: toBase64(iv), data: toBase64(new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, imported, encodeText(JSON.stringify(rows))))) };
}

export const rowOf = ({ ref, seat = null, tier = 0, state = 0, entry = 0, hasNote = false, checkId = false, gate = 255, at = 0 }) => {
  const row = new Uint8Array(18);
  row.set(fromHex(ref));
  const view = new DataView(row.buffer);
  const index = seat ?? 0xFFFFFF;
  row.set([index >> 16, (index >> 8) & 255, index & 255, tier, state | (entry << 4) | (hasNote ? 64 : 0) | (checkId ? 128 : 0), gate], 8);
  view.setUint32(14, at);
  return row;
};

export class FakeServer {
  now = () => Date.now();
  invites = new Map();
  devices = new Map();
  performances = new Map();
  scans = new Map();
  shiftKey = crypto.getRandomValues(new Uint8Array(32));
  minVersion = 1;
  requests = 0;
  /** (request, body) => null | 'error' | 'cut' | 'hang' | 'busy' | { status, body }; cut: done, but the answer is lost. */
  fault = () => null;
  /** Serves files, for a browser: (request, response) => boolean. */
  files = () => false;

  async start(port = 0) {
    this.http = createServer((request, response) => this.#handle(request, response));
    await new Promise(resolve => { this.http.listen(port, '127.0.0.1', resolve); });
    this.address = `http://127.0.0.1:${this.http.address().port}`;
    return this;
  }

  async stop() {
    this.http.closeAllConnections();
    await new Promise(resolve => { this.http.close(resolve); });
  }

  invite(name, { capabilities = ['scan', 'undo'], performances = [...this.performances.keys()], expiresAt = this.now() + 24 * hour } = {}) {
    const token = toHex(crypto.getRandomValues(new Uint8Array(16)));
    this.invites.set(token, { device: null, publicKey: null, name, capabilities, performances, expiresAt });
    return token;
  }

  async addPerformance({ id = newId(), title = 'The Seagull', startsAt = this.now() + hour, gates, tiers = ['Adult', 'Reduced'], sections = ['Stalls', 'Standing'], rows, capacity = null } = {}) {
    const performance = {
      id, title, venue: 'Old Theatre', city: 'Vienna', startsAt, endsAt: startsAt + 3 * hour, doorsAt: startsAt - hour, timeZone: 'Europe/Vienna', tiers, sections, capacity,
      epoch: newId().slice(0, 8), seq: 0, log: [], tickets: new Map(),
      gates: gates ?? [gate('Gate A'), gate('Gate B')],
      rows: rows ?? [[0, '1', 0, numbers(30)], [0, '2', 30, numbers(30)], [1, '', 60, 40000]],
      keys: [await ticketKey(id)],
    };
    this.performances.set(id, performance);
    return performance;
  }

  async addTicket(performance, { id = newId(), name = 'Anna Berg', order = 'K7M2-9Q', note = null, seat = null, tier = 0, state = 0, checkId = false, key = performance.keys[0], group } = {}) {
    const bytes = fromGuid(id);
    const ticket = { id, ref: await refOf(bytes), bytes, name, order, note, seat, tier, state, checkId, entry: 0, gate: 255, at: 0, scans: [], group };
    ticket.code = await signCode(id, performance.id, key);
    performance.tickets.set(ticket.ref, ticket);
    this.change(performance, ticket);
    return ticket;
  }

  change(performance, ticket) {
    performance.log.push({ seq: ++performance.seq, ref: ticket.ref });
  }

  /** A new pack, as after a change of plan or keys. */
  renew(performance) { performance.epoch = newId().slice(0, 8); }

  async pack(performance, device) {
    const tickets = [...performance.tickets.values()].sort((a, b) => (a.ref < b.ref ? -1 : 1));
    const search = device.capabilities.includes('search');
    return {
      format: 1, epoch: performance.epoch, seq: performance.seq, at: this.now(), minVersion: this.minVersion,
      performance: pick(performance, 'id', 'title', 'venue', 'startsAt', 'endsAt', 'timeZone'),
      others: [...this.performances.values()].filter(other => other !== performance).map(other => pick(other, 'id', 'title', 'startsAt')),
      keys: [...this.performances.values()].flatMap(other => other.keys).map(key => pick(key, 'id', 'performance', 'spki')),
      gates: performance.gates, capacity: performance.capacity, tiers: performance.tiers, sections: performance.sections, rows: performance.rows,
      tickets: { count: tickets.length, rows: toBase64(concat(...tickets.map(rowOfTicket))) },
      sealed: search ? null : toBase64(concat(...await Promise.all(tickets.map(sealedOf)))),
      search: search ? await sealBlock(tickets.map(searchRow), this.shiftKey) : null,
    };
  }

  async #handle(request, response) {
    const chunks = [];
    for await (const chunk of request) {
      chunks.push(chunk);
    }
    const body = Buffer.concat(chunks);
    const path = request.url;
    if (!path.startsWith('/api/')) {
      if (!this.files(request, response)) {
        response.writeHead(404).end();
      }
      return;
    }
    this.requests++;
    const fault = this.fault({ method: request.method, path, headers: request.headers }, body.length === 0 ? null : JSON.parse(body));
    if (fault === 'hang') {
      return;
    }
    if (fault === 'error') {
      response.writeHead(500).end();
      return;
    }
    if (fault !== null && typeof fault === 'object') {
      answer(response, fault.status, fault.body ?? {});
      return;
    }
    const [status, result, headers] = await this.#answer(request, path, body, fault);
    if (fault === 'cut') {
      request.socket.destroy();
      return;
    }
    answer(response, status, result, headers);
  }

  async #answer(request, path, body, fault) {
    if (path === '/api/v1/checkin/enrol') {
      return this.#enrol(JSON.parse(body));
    }
    const device = this.devices.get(request.headers['x-device']);
    const refused = await this.#refusal(device, request, path, body);
    if (refused !== null) {
      return refused;
    }
    const pack = /^\/api\/v1\/checkin\/performances\/([^/]+)\/pack$/.exec(path);
    if (pack !== null) {
      const performance = this.performances.get(pack[1]);
      if (performance === undefined || !device.performances.includes(performance.id)) {
        return [404, { type: 'not-found' }];
      }
      const etag = `"${performance.epoch}.${performance.seq}"`;
      return request.headers['if-none-match'] === etag ? [304, null] : [200, await this.pack(performance, device), { ETag: etag }];
    }
    switch (path) {
      case '/api/v1/checkin/device':
        return [200, { device: this.#describe(device), now: this.now() }];
      case '/api/v1/checkin/shift':
        return device.capabilities.includes('search') ? [200, { key: toBase64(this.shiftKey), until: this.now() + 12 * hour }] : [403, { type: 'not-allowed' }];
      case '/api/v1/checkin/sync':
        return this.#sync(device, JSON.parse(body), fault === 'busy');
      default:
        return [404, { type: 'not-found' }];
    }
  }

  async #refusal(device, request, path, body) {
    if (device === undefined || device.revoked || device.expiresAt < this.now()) {
      return [401, { type: 'device-revoked', wipe: true }];
    }
    const time = Number(request.headers['x-device-time']);
    if (!(Math.abs(time - this.now()) < 5 * 60_000)) {
      return [401, { type: 'clock', now: this.now() }];
    }
    const digest = toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', body)));
    const isSigned = await crypto.subtle.verify(hash, device.key, fromBase64(request.headers['x-device-signature']),
      encodeText(`ticketing/checkin-request/v1\n${request.method}\n${path}\n${digest}\n${time}`));
    return isSigned ? null : [401, { type: 'signature' }];
  }

  async #enrol({ token, publicKey }) {
    const invite = this.invites.get(token);
    if (invite === undefined || (invite.publicKey !== null && invite.publicKey !== publicKey)) {
      return [404, { type: 'invite-unknown' }];
    }
    if (invite.device === null) {
      invite.device = { ...invite, id: newId(), commands: [], messages: [], gone: new Set(), key: await crypto.subtle.importKey('spki', fromBase64(publicKey), algorithm, true, ['verify']) };
      invite.publicKey = publicKey;
      this.devices.set(invite.device.id, invite.device);
    }
    return [200, { device: this.#describe(invite.device), now: this.now() }];
  }

  #describe(device) {
    return {
      ...pick(device, 'id', 'name', 'capabilities', 'expiresAt'), organization: 'Old Theatre', minVersion: this.minVersion,
      performances: device.performances.map(id => this.performances.get(id)).map(performance => ({
        ...pick(performance, 'id', 'title', 'venue', 'city', 'startsAt', 'endsAt', 'doorsAt', 'timeZone'), gates: performance.gates.map(g => pick(g, 'id', 'name')),
      })),
    };
  }

  async #sync(device, { since, scans, health, said }, isBusy) {
    const t1 = this.now();
    device.health = health;
    const taken = [], odd = [];
    device.verdicts ??= [];
    for (const scan of isBusy ? [] : scans) {
      if (typeof scan.nonce !== 'string' || !Number.isFinite(scan.at) || !this.performances.has(scan.performance)) {
        odd.push({ nonce: scan.nonce, reason: 'malformed' });
      } else {
        taken.push(scan.nonce);
        if (!this.scans.has(scan.nonce)) {
          this.#record({ ...scan, device });
        }
      }
    }
    for (const id of said) {
      device.gone.add(id);
    }
    const changes = {}, occupancy = {};
    for (const [id, { epoch, seq }] of Object.entries(since)) {
      const performance = this.performances.get(id);
      const refs = [...new Set(performance.log.filter(entry => entry.seq > seq).map(entry => entry.ref))].sort();
      const rows = refs.map(ref => performance.tickets.get(ref));
      changes[id] = epoch !== performance.epoch ? { epoch: performance.epoch, pack: true } : {
        epoch, to: performance.seq, more: false, rows: toBase64(concat(...rows.map(rowOfTicket))),
        sealed: device.capabilities.includes('search') ? null : toBase64(concat(...await Promise.all(rows.map(sealedOf)))),
      };
      occupancy[id] = this.#occupancy(performance);
    }
    const verdicts = device.verdicts.splice(0);
    return [200, { t1, t2: this.now(), taken, odd, verdicts, changes, occupancy, commands: device.commands.filter(command => !device.gone.has(command.id)), ...(isBusy ? { retry: true } : {}) }];
  }

  // First in time wins; who scanned later, or was taken over, hears of it.
  #record(scan) {
    this.scans.set(scan.nonce, scan);
    const performance = this.performances.get(scan.performance);
    const ticket = performance.tickets.get(scan.ticket);
    if (ticket === undefined || scan.kind === 'denied') {
      return;
    }
    ticket.scans.push(scan);
    const undone = new Set(ticket.scans.map(s => s.supersedes).filter(Boolean));
    const facts = ticket.scans.filter(s => s.kind !== 'undo' && !undone.has(s.nonce)).sort((a, b) => a.at - b.at);
    let inside = null;
    Object.assign(ticket, { entry: 0, gate: 255, at: 0 });
    for (const fact of facts) {
      const index = performance.gates.findIndex(g => g.id === fact.gate);
      if (fact.kind === 'exit') {
        inside = null;
        Object.assign(ticket, { entry: 2, gate: index, at: Math.floor(fact.at / 1000) });
      } else if (inside === null) {
        inside = fact;
        Object.assign(ticket, { entry: 1, gate: index, at: Math.floor(fact.at / 1000) });
        fact.judged = 'welcome';
      } else if (fact.judged !== 'duplicate') {
        fact.judged = 'duplicate';
        fact.device.verdicts.push({ nonce: fact.nonce, judged: 'duplicate', flags: ['duplicate'],
          other: { gate: performance.gates.find(g => g.id === inside.gate).name, device: inside.device.name, at: inside.at } });
      }
    }
    this.change(performance, ticket);
  }

  #occupancy(performance) {
    const inside = [...performance.tickets.values()].filter(ticket => ticket.entry === 1);
    const entered = [...this.scans.values()].filter(scan => scan.performance === performance.id && scan.judged === 'welcome').length;
    return {
      inside: inside.length, entered, left: [...performance.tickets.values()].filter(ticket => ticket.entry === 2).length, today: entered, capacity: performance.capacity,
      gates: Object.fromEntries(performance.gates.map((g, i) => [g.id, { inside: inside.filter(ticket => ticket.gate === i).length, entered: inside.filter(ticket => ticket.gate === i).length }])),
    };
  }
}

export const gate = (name, more = {}) => ({ id: newId(), name, sections: [], tiers: [], policy: 'once', opensAt: null, closesAt: null, capacity: null, ...more });

const numbers = count => Array.from({ length: count }, (_, i) => String(i + 1));
const pick = (from, ...names) => Object.fromEntries(names.map(name => [name, from[name]]));
const rowOfTicket = ticket => rowOf({ ...ticket, hasNote: ticket.note !== null });
const searchRow = ticket => [ticket.name, ticket.order, ticket.ref, ...(ticket.note === null ? [] : [ticket.note])];

export const noteOf = ({ name, order = '', note = null, group = [] }) => [name, order, note ?? '', toBase64(concat(...group.map(fromHex)))];

async function sealedOf(ticket) {
  ticket.sealed ??= await seal(ticket.bytes, noteOf(ticket));
  return concat(Uint8Array.of(ticket.sealed.length), ticket.sealed);
}

function answer(response, status, body, headers = {}) {
  const text = body === null ? null : brotliCompressSync(JSON.stringify(body), { params: { 1: 3 } });
  response.writeHead(status, { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json', ...(text === null ? {} : { 'Content-Encoding': 'br' }), ...headers });
  response.end(text);
}
