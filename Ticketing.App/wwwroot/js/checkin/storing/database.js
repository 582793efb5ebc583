// Where everything is kept: a few stores of keys and values, written together or not at all. In the browser IndexedDB; in tests memory.

export const stores = ['meta', 'packs', 'changes', 'scans'];
const version = 1;

/** IndexedDB. Values may hold keys that JavaScript cannot read (CryptoKey), and typed arrays. */
export class Database {
  #open;

  constructor(name = 'checkin', factory = globalThis.indexedDB) {
    this.#open = new Promise((resolve, reject) => {
      const request = factory.open(name, version);
      request.onupgradeneeded = () => {
        for (const store of stores) {
          if (!request.result.objectStoreNames.contains(store)) {
            request.result.createObjectStore(store);
          }
        }
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
      request.onblocked = () => reject(new Error('the database is in use by an older version'));
    });
  }

  async get(store, key) {
    const database = await this.#open;
    return done(database.transaction(store).objectStore(store).get(key));
  }

  /** All entries of a store in the order of their keys: [[key, value]]. */
  async all(store) {
    const database = await this.#open;
    const objects = database.transaction(store).objectStore(store);
    const [keys, values] = await Promise.all([done(objects.getAllKeys()), done(objects.getAll())]);
    return keys.map((key, i) => [key, values[i]]);
  }

  /** One transaction. @param {[store: string, key: string, value: any][]} changes undefined deletes */
  async write(changes) {
    if (changes.length === 0) {
      return;
    }
    const database = await this.#open;
    await new Promise((resolve, reject) => {
      const transaction = database.transaction([...new Set(changes.map(([store]) => store))], 'readwrite');
      transaction.oncomplete = () => resolve();
      transaction.onabort = transaction.onerror = () => reject(transaction.error ?? new Error('the device did not save'));
      for (const [store, key, value] of changes) {
        if (value === undefined) {
          transaction.objectStore(store).delete(key);
        } else {
          transaction.objectStore(store).put(value, key);
        }
      }
    });
  }
}

/** The same in memory. `data` outlives it, so that a test can end it and begin anew as a killed tab does. */
export class MemoryDatabase {
  constructor(data = Object.fromEntries(stores.map(store => [store, new Map()]))) {
    this.data = data;
  }

  async get(store, key) { return copy(this.data[store].get(key)); }

  async all(store) {
    return [...this.data[store]].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, copy(value)]);
  }

  async write(changes) {
    await null;
    for (const [store, key, value] of changes) {
      if (value === undefined) {
        this.data[store].delete(key);
      } else {
        this.data[store].set(key, copy(value));
      }
    }
  }
}

const done = request => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

const copy = value => (value === undefined ? undefined : structuredClone(value));
