// The packs on the device. Changes are small and frequent, a pack is a megabyte: changes are written as they come and are merged into the
// stored pack after a while.

import { fromBase64 } from '../bytes.js';
import { Pack } from '../pack.js';

const changesMax = 100;

export class Packs {
  #database;
  #packs = new Map();
  #changes = new Map(); // performance -> keys of stored changes

  constructor(database) {
    this.#database = database;
  }

  async load() {
    for (const [performance, record] of await this.#database.all('packs')) {
      this.#packs.set(performance, new Pack(record));
      this.#changes.set(performance, []);
    }
    const orphans = [];
    for (const [key, { performance, epoch, ...change }] of await this.#database.all('changes')) {
      const pack = this.#packs.get(performance);
      if (pack?.epoch === epoch) {
        pack.apply(change);
        this.#changes.get(performance).push(key);
      } else {
        orphans.push(['changes', key, undefined]);
      }
    }
    await this.#database.write(orphans);
  }

  get all() { return [...this.#packs.values()]; }

  get(performance) { return this.#packs.get(performance) ?? null; }

  /** Replaces a pack as a whole: the old one is used until the new one is stored. */
  async take(json) {
    const pack = Pack.take(json);
    await this.#store(pack);
    return pack;
  }

  /** Changes of one pack, as writes of a transaction; apply() makes them true here. */
  change(performance, { epoch, to, rows, sealed }) {
    const pack = this.#packs.get(performance);
    if (pack === undefined || pack.epoch !== epoch || (to <= pack.seq && !rows)) {
      return { writes: [], apply: () => {} };
    }
    const change = { performance, epoch, to, rows: fromBase64(rows ?? ''), sealed: sealed ? fromBase64(sealed) : null };
    if (change.rows.length === 0) {
      return { writes: [], apply: () => pack.apply(change) };
    }
    const key = `${performance}/${String(to).padStart(15, '0')}`;
    return {
      writes: [['changes', key, change]],
      apply: () => {
        pack.apply(change);
        this.#changes.get(performance).push(key);
      },
    };
  }

  /** Merges stored changes where there are many. */
  async tidy() {
    for (const [performance, keys] of this.#changes) {
      if (keys.length > changesMax) {
        await this.#store(this.#packs.get(performance));
      }
    }
  }

  async remove(performance) {
    await this.#database.write([['packs', performance, undefined], ...(this.#changes.get(performance) ?? []).map(key => ['changes', key, undefined])]);
    this.#packs.delete(performance);
    this.#changes.delete(performance);
  }

  async #store(pack) {
    const performance = pack.performance;
    await this.#database.write([['packs', performance, pack.record()], ...(this.#changes.get(performance) ?? []).map(key => ['changes', key, undefined])]);
    this.#packs.set(performance, pack);
    this.#changes.set(performance, []);
  }
}
