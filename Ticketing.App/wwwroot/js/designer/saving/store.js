// What is not saved yet, kept in this browser: it survives a crash and a lost connection.

const name = 'seating-designer';
const table = 'unsent';

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(table);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function run(mode, act) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(table, mode);
      const request = act(transaction.objectStore(table));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** A browser without storage (private windows of some) works without it. */
const tolerant = promise => promise.catch(() => null);

export class Store {
  #key;

  constructor(key) {
    this.#key = key;
  }

  /** What an earlier page left unsent: { sets, at } or null. It is put aside until forget(), so that new changes do not replace it. */
  async left() {
    const aside = `${this.#key}#left`;
    const [older, last] = await Promise.all([aside, this.#key].map(key => tolerant(run('readonly', store => store.get(key)))));
    const sets = [...(older?.sets ?? []), ...(last?.sets ?? [])];
    if (sets.length === 0) {
      return null;
    }
    const left = { sets, at: last?.at ?? older.at };
    if (last) {
      await tolerant(run('readwrite', store => {
        store.put(left, aside);
        return store.delete(this.#key);
      }));
    }
    return left;
  }

  /** What was left has been taken in or discarded. */
  forget() { return tolerant(run('readwrite', store => store.delete(`${this.#key}#left`))); }

  save(sets) {
    return tolerant(run('readwrite', store => (sets.length === 0 ? store.delete(this.#key) : store.put({ sets, at: Date.now() }, this.#key))));
  }
}
