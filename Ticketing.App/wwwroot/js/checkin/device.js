// This device: what it is, what it may do, what is stored on it, and how it is wiped. The screens use nothing below it directly.
//
// Events: changed (anything shown), announce, command, objection, wiped, pack.

import { CodeVerifier } from './code.js';
import { Clock } from './clock.js';
import { fromBase64 } from './bytes.js';
import { Judge } from './judge.js';
import { Pin } from './pin.js';
import { openBlock, SearchIndex } from './search.js';
import { Packs } from './storing/packs.js';
import { Queue } from './storing/queue.js';
import { DeviceApi } from './sync/api.js';
import { Sync } from './sync/sync.js';
import { appVersion } from './version.js';

const dropAfterMilliseconds = 12 * 3600 * 1000; // a pack goes so long after the performance's end
const expiryCheckMilliseconds = 30_000;
const defaults = { theme: 'auto', language: null, sound: true, vibration: true, leftHanded: false, confirm: false, lockDirection: true, camera: 'environment' };

export class Device extends EventTarget {
  version = appVersion;
  identity;
  info;
  settings = { ...defaults };
  choice = { performance: null, gate: null, kind: 'entry' };
  search = null;
  occupancyAnswers = {};

  #verifiers = new WeakMap();
  #shift = null; // { key: Base64, until }
  #measures;
  #timer = null;

  constructor({ database, base = '', fetch, clock, measures = async () => ({}), pinRounds }) {
    super();
    Object.assign(this, { database, base, fetch, clock });
    this.#measures = measures;
    this.queue = new Queue(database);
    this.packs = new Packs(database);
    this.pin = new Pin(database, pinRounds);
  }

  /** Reads what is stored. False: not enrolled. */
  async load() {
    const get = key => this.database.get('meta', key);
    this.settings = { ...defaults, ...await get('settings') };
    this.identity = await get('identity') ?? null;
    this.info = await get('device') ?? null;
    this.end = await get('end') ?? null;
    this.choice = { ...this.choice, ...await get('choice') };
    this.occupancyAnswers = await get('occupancy') ?? {};
    await this.pin.load();
    await this.queue.load(this.clock.now);
    if (this.identity === null) {
      return false;
    }
    await this.packs.load();
    this.api = new DeviceApi({ base: this.base, identity: this.identity, clock: this.clock, ...(this.fetch ? { fetch: this.fetch } : {}) });
    this.sync = new Sync(this, { done: await get('commands') ?? [] });
    this.judge = new Judge(this);
    this.api.addEventListener('revoked', () => this.end === null && this.wipe('revoked'));
    const forward = (source, ...names) => names.forEach(name => source.addEventListener(name, event => this.dispatchEvent(new CustomEvent(name, { detail: event.detail }))));
    forward(this.sync, 'announce', 'command');
    this.sync.addEventListener('round', () => this.#roundEnded());
    this.queue.addEventListener('changed', () => this.#changed());
    this.queue.addEventListener('judged', ({ detail }) => {
      if (detail.judged !== detail.scan.said && (detail.scan.kind === 'entry' || detail.scan.kind === 'exit')) {
        this.dispatchEvent(new CustomEvent('objection', { detail }));
      }
    });
    return true;
  }

  start() {
    this.sync.start();
    this.#timer = setInterval(() => this.#expire(), expiryCheckMilliseconds);
    return this.#expire();
  }

  stop() {
    clearInterval(this.#timer);
    this.sync?.stop();
  }

  may(capability) { return this.info?.capabilities.includes(capability) === true; }

  get performances() { return this.info?.performances ?? []; }

  /** The chosen date as the organizer described it. */
  get performance() { return this.performances.find(performance => performance.id === this.choice.performance) ?? null; }

  get gate() { return this.packs.get(this.choice.performance)?.gate(this.choice.gate) ?? null; }

  /** Whether scanning is possible: date, gate and pack are there. */
  get isSet() { return this.gate !== null; }

  async choose(change) {
    this.choice = { ...this.choice, ...change };
    await this.database.write([['meta', 'choice', this.choice]]);
    this.search = null;
    await this.#openSearch();
    this.#changed();
  }

  async set(change) {
    this.settings = { ...this.settings, ...change };
    await this.database.write([['meta', 'settings', this.settings]]);
    this.#changed();
  }

  /** Asks the server what this device is now. */
  async refresh() {
    const answer = await this.api.device();
    if (answer.status === 200) {
      this.info = answer.body.device;
      await this.database.write([['meta', 'device', this.info]]);
      this.#changed();
    }
    return answer.status;
  }

  /** Fetches a pack; the old one stays until the new one is whole. @returns {Promise<boolean>} */
  async loadPack(performance) {
    const old = this.packs.get(performance);
    const answer = await this.api.pack(performance, old === null ? null : `"${old.epoch}.${old.seq}"`);
    if (answer.status === 304) {
      return true;
    }
    if (answer.status !== 200) {
      return false;
    }
    try {
      await this.packs.take(answer.body);
    } catch {
      return false;
    }
    if (performance === this.choice.performance) {
      this.search = null;
      await this.#openSearch();
    }
    this.dispatchEvent(new CustomEvent('pack', { detail: performance }));
    this.#changed();
    return true;
  }

  verify(pack, code) {
    let verifier = this.#verifiers.get(pack);
    if (verifier === undefined) {
      verifier = new CodeVerifier(pack.header.keys);
      this.#verifiers.set(pack, verifier);
    }
    return verifier.verify(code);
  }

  // ---- Counters

  async setOccupancy(answers) {
    if (Object.keys(answers).length === 0) {
      return;
    }
    const at = this.clock.now;
    for (const [performance, answer] of Object.entries(answers)) {
      this.occupancyAnswers[performance] = { ...answer, at };
    }
    await this.database.write([['meta', 'occupancy', this.occupancyAnswers]]);
  }

  /** The server's last counters with this device's own scans since; at: when the server counted, null: never. */
  counters(performance = this.choice.performance, gate = this.choice.gate) {
    const answer = this.occupancyAnswers[performance] ?? {};
    const own = this.queue.counted(performance, gate);
    return {
      at: answer.at ?? null,
      inside: (answer.inside ?? 0) + own.inside,
      entered: (answer.entered ?? 0) + own.entered,
      left: (answer.left ?? 0) + own.left,
      today: (answer.today ?? 0) + own.entered,
      capacity: answer.capacity ?? this.packs.get(performance)?.header.capacity ?? null,
      gateInside: (answer.gates?.[gate]?.inside ?? 0) + own.gate.inside,
      gateEntered: (answer.gates?.[gate]?.entered ?? 0) + own.gate.entered,
    };
  }

  occupied(performance, gate) {
    const { gateInside, inside } = this.counters(performance, gate);
    return { gate: gateInside, house: inside };
  }

  // ---- Search

  get hasShift() { return this.#shift !== null; }

  /** The secret that the PIN protects. */
  get secret() { return { shift: this.#shift }; }

  async unlock(secret) {
    this.#shift = secret.shift?.until > this.clock.now ? secret.shift : null;
    await this.#openSearch();
  }

  lock() {
    this.#shift = null;
    this.search = null;
    this.pin.lock();
  }

  /** Fetches the shift's key: without it the names stay closed. */
  async beginShift() {
    if (!this.may('search')) {
      return true;
    }
    const answer = await this.api.shift();
    if (answer.status !== 200) {
      return false;
    }
    this.#shift = { key: answer.body.key, until: answer.body.until };
    await this.pin.update(this.secret);
    this.search = null;
    await this.#openSearch();
    return true;
  }

  async takeSearch(changes) {
    for (const [performance, { search }] of changes) {
      if (search && performance === this.choice.performance && this.search !== null) {
        this.search.add(await openBlock(search, fromBase64(this.#shift.key)) ?? []);
      }
    }
  }

  async #openSearch() {
    const block = this.packs.get(this.choice.performance)?.header.search ?? null;
    if (this.#shift !== null && block !== null && this.search === null) {
      this.search = await SearchIndex.open(block, fromBase64(this.#shift.key));
    }
  }

  // ---- Health and end

  async health() {
    const measured = await this.#measures();
    return {
      battery: null, charging: null, storage: 'best-effort', installed: false, camera: 'prompt', ...measured,
      queue: this.queue.unsent,
      oldest: this.queue.oldest,
      offset: this.clock.offset,
      uncertainty: this.clock.uncertainty,
      packs: Object.fromEntries(this.packs.all.map(pack => [pack.performance, pack.seq])),
      gate: this.choice.gate,
      performance: this.choice.performance,
    };
  }

  /** Removes everything but unsent scans, and the key that is needed to send them. why: 'revoked', 'expired', 'pin', 'asked' */
  async wipe(why) {
    this.end = { why, at: this.clock.now, organization: this.info?.organization ?? null };
    this.lock();
    const changes = [];
    for (const store of ['packs', 'changes']) {
      changes.push(...(await this.database.all(store)).map(([key]) => [store, key, undefined]));
    }
    for (const [key] of await this.database.all('meta')) {
      if (key !== 'settings' && key !== 'seq' && !(this.queue.unsent > 0 && key === 'identity')) {
        changes.push(['meta', key, undefined]);
      }
    }
    changes.push(...this.queue.records.filter(record => record.status === 'taken').map(record => ['scans', record.scan.nonce, undefined]));
    changes.push(['meta', 'end', this.end]);
    await this.database.write(changes);
    this.packs = new Packs(this.database);
    this.occupancyAnswers = {};
    if (this.queue.unsent === 0) {
      this.stop();
    }
    this.dispatchEvent(new CustomEvent('wiped', { detail: this.end }));
  }

  /** Unsent and odd scans as a file for the organizer: ids only. */
  unsentFile() {
    const scans = this.queue.records.filter(record => record.status !== 'taken').map(record => record.scan);
    return new Blob([JSON.stringify({ device: this.identity?.device ?? null, at: this.clock.now, scans }, null, 1)], { type: 'application/json' });
  }

  /** Forgets an ended enrolment. Scans that were not sent are given up: the caller asked. */
  async forget() {
    this.stop();
    await this.database.write([
      ...(await this.database.all('scans')).map(([key]) => ['scans', key, undefined]),
      ...(await this.database.all('meta')).filter(([key]) => key !== 'settings').map(([key]) => ['meta', key, undefined]),
    ]);
  }

  async #expire() {
    const { clock } = this;
    if (this.end === null && this.info !== null && this.info.expiresAt !== null && clock.now > this.info.expiresAt) {
      await this.sync.within(3000);
      if (this.end === null && clock.now > this.info.expiresAt) {
        await this.wipe('expired');
      }
    }
    for (const pack of this.packs.all) {
      if (clock.now > pack.header.performance.endsAt + dropAfterMilliseconds) {
        await this.packs.remove(pack.performance);
        this.#changed();
      }
    }
  }

  async #roundEnded() {
    await this.database.write([['meta', 'clock', this.clock.keep()]]);
    if (this.end !== null && this.queue.unsent === 0) {
      await this.database.write([['meta', 'identity', undefined]]);
      this.stop();
    }
    this.#changed();
  }

  #changed() { this.dispatchEvent(new Event('changed')); }
}

/** Opens what is stored of an earlier run. */
export async function openDevice(options) {
  const kept = await options.database.get('meta', 'clock') ?? null;
  return new Device({ ...options, clock: options.clock ?? new Clock({ kept }) });
}
