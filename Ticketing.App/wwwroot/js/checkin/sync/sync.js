// Exchanges scans and changes with the server in one round trip, again and again: every 2 s while scanning, every 10 s else, at once after
// a scan and when the network is back.
//
// Upload and download do not wait for each other: where a request with scans fails, the next one goes without them at once, and the scans
// are tried again later, by themselves. A scan that the server cannot even read alone is set aside.
//
// Events: round (after each answer or failure), announce (a message), command ('reload', 'lock', 'wipe').

const scansMax = 500;
const bytesMax = 200_000; // the server takes 256 KB, with everything else in it
const busyMilliseconds = 2000;
const idleMilliseconds = 10_000;
const busyForMilliseconds = 60_000;
const afterScanMilliseconds = 60; // the verdict is drawn first
const retryMillisecondsMin = 1000;
const retryMillisecondsMax = 30_000;
const commandsKept = 100;

// 'refused': by what was sent; another try would be refused too.
function failureOf(status) {
  if (status === 0 && globalThis.navigator?.onLine === false) {
    return 'offline';
  }
  return status >= 400 && status < 500 && status !== 401 && status !== 429 ? 'refused' : 'failed';
}

export class Sync extends EventTarget {
  /** Server's time of the last answer; null: none since the start. */
  lastAt = null;
  isOnline = false;

  #device;
  #jitter;
  #timer = null;
  #running = null;
  #again = false;
  #isStarted = false;
  #failures = 0;       // of any request, in a row
  #uploadFailures = 0; // of requests with scans, while those without succeed
  #uploadAt = 0;       // local time before which no scan is sent
  #countMax = scansMax;
  #shown = [];         // ids of messages to acknowledge
  #done;

  /** @param device { api, clock, database, queue, packs, version, health(), loadPack(performance), setOccupancy(answer), performances } */
  constructor(device, { jitter = Math.random, done = [] } = {}) {
    super();
    this.#device = device;
    this.#jitter = jitter;
    this.#done = done;
  }

  start() {
    this.#isStarted = true;
    this.now();
  }

  stop() {
    this.#isStarted = false;
    clearTimeout(this.#timer);
  }

  /** Syncs at once; a round that runs already is followed by another. Resolves after a whole round: true, if the server answered. */
  now() {
    clearTimeout(this.#timer);
    if (this.#running !== null) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#rounds().finally(() => {
      this.#running = null;
      this.#plan();
    });
    return this.#running;
  }

  /** The network is back: nothing waits for its turn. */
  online() {
    this.#failures = 0;
    this.#uploadFailures = 0;
    this.#uploadAt = 0;
    return this.now();
  }

  /** After a scan: at once, unless the server just failed. */
  soon() {
    if (this.#isStarted && this.#failures === 0) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.now(), afterScanMilliseconds);
    }
  }

  /** A round with a time limit; false: no answer in time. */
  within(milliseconds) {
    return Promise.race([this.now(), new Promise(resolve => { setTimeout(resolve, milliseconds, false); })]);
  }

  /** A message was shown: the server stops sending it. */
  shown(id) {
    this.#shown.push(id);
    this.#done = [...this.#done, id].slice(-commandsKept);
    return this.#device.database.write([['meta', 'commands', this.#done]]);
  }

  async #rounds() {
    let answered;
    do {
      this.#again = false;
      answered = await this.#round();
    } while (answered && (this.#again || this.#hasMore()));
    return answered;
  }

  #hasMore() { return this.#device.queue.unsent > 0 && this.#uploadFailures === 0 && this.#device.clock.local >= this.#uploadAt; }

  async #round() {
    const scans = this.#device.clock.local < this.#uploadAt ? [] : this.#device.queue.batch(this.#countMax, bytesMax);
    let answered = await this.#exchange(scans);
    if (answered !== true && scans.length > 0 && answered !== 'offline') {
      const how = answered;
      answered = await this.#exchange([]);
      // Only where the same request without scans succeeds are the scans to blame.
      await this.#uploadFailed(scans, answered === true ? how : 'failed');
    }
    this.isOnline = answered === true;
    this.#failures = answered === true ? 0 : this.#failures + 1;
    this.dispatchEvent(new Event('round'));
    return answered === true;
  }

  // true: answered; 'offline', 'refused' (4xx), 'failed' (5xx, time-out)
  async #exchange(scans) {
    const { api, clock, queue, packs, version } = this.#device;
    const t0 = clock.local;
    const since = Object.fromEntries(packs.all.map(pack => [pack.performance, { epoch: pack.epoch, seq: pack.seq }]));
    const shown = [...this.#shown];
    const answer = await api.sync({ version, t0: Math.round(t0), since, scans, health: await this.#device.health(), said: shown });
    const t3 = clock.local;
    if (answer.status !== 200 || !Array.isArray(answer.body?.taken)) {
      return failureOf(answer.status);
    }
    clock.sample(t3 - answer.roundTrip, answer.body.t1, answer.body.t2, t3);
    this.#shown = this.#shown.filter(id => !shown.includes(id));
    await this.#take(answer.body);
    this.lastAt = clock.now;
    if (scans.length > 0 && answer.body.retry === true) {
      await this.#uploadFailed(scans, 'failed');
    } else if (scans.length > 0) {
      this.#uploadFailures = 0;
      this.#countMax = Math.min(scansMax, this.#countMax * 2);
      // Neither taken nor odd: it would be sent for ever.
      const known = new Set([...answer.body.taken, ...(answer.body.odd ?? []).map(odd => odd.nonce)]);
      if (!scans.some(scan => known.has(scan.nonce))) {
        await this.#uploadFailed(scans, 'failed');
      }
    }
    return true;
  }

  async #take(body) {
    const { database, queue, packs } = this.#device;
    const changes = Object.entries(body.changes ?? {});
    const stale = changes.filter(([, change]) => change.pack === true).map(([performance]) => performance);
    const parts = changes.filter(([, change]) => change.pack !== true).map(([performance, change]) => packs.change(performance, change));
    const isWhole = stale.length === 0 && !changes.some(([, change]) => change.more === true);
    // A ticket that the pack still does not have is known by this device's own scans only: they go on counting.
    const isListed = scan => packs.get(scan.performance)?.find(scan.ticket) != null;
    const scans = queue.answer(body, scan => isWhole && isListed(scan));
    // Changes and the scans that are in them become true together, or after a crash not at all.
    await database.write([...parts.flatMap(part => part.writes), ...scans.writes]);
    for (const part of [...parts, scans]) {
      part.apply();
    }
    await this.#device.takeSearch?.(changes);
    await this.#device.setOccupancy(body.occupancy ?? {});
    await packs.tidy();
    if (changes.some(([, change]) => change.more === true)) {
      this.#again = true;
    }
    for (const performance of stale) {
      if (await this.#device.loadPack(performance)) {
        await queue.settle(isListed);
      }
    }
    for (const command of body.commands ?? []) {
      await this.#command(command);
    }
  }

  async #command(command) {
    if (this.#done.includes(command.id)) {
      if (!this.#shown.includes(command.id)) {
        this.#shown.push(command.id); // the acknowledgement was lost
      }
      return;
    }
    if (command.kind === 'say') {
      this.dispatchEvent(new CustomEvent('announce', { detail: command }));
    } else {
      await this.shown(command.id);
      this.dispatchEvent(new CustomEvent('command', { detail: command }));
    }
  }

  // Smaller batches, until the one scan is found that the server cannot read; the others go on.
  async #uploadFailed(scans, how) {
    this.#uploadFailures++;
    if (how === 'refused') {
      if (scans.length === 1) {
        await this.#device.queue.setAside(scans[0].nonce, 'refused');
        this.#countMax = scansMax;
      } else {
        this.#countMax = Math.ceil(scans.length / 2);
      }
      this.#uploadFailures = 0;
      this.#uploadAt = 0;
      this.#again = true;
      return;
    }
    this.#uploadAt = this.#device.clock.local + this.#backOff(this.#uploadFailures);
  }

  #backOff(failures) {
    return Math.min(retryMillisecondsMax, retryMillisecondsMin * 2 ** Math.min(failures - 1, 10)) * (0.5 + this.#jitter());
  }

  #plan() {
    if (!this.#isStarted) {
      return;
    }
    const { clock, queue } = this.#device;
    const isBusy = clock.now - (queue.records.at(-1)?.scan.at ?? 0) < busyForMilliseconds;
    const wait = this.#failures > 0 ? this.#backOff(this.#failures) : (isBusy ? busyMilliseconds : idleMilliseconds) * (0.9 + 0.2 * this.#jitter());
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.now(), wait);
  }
}
