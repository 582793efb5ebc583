// Saves in the background: 1.5 s after the last change, at least every 10 s, when the page is hidden; tries again while offline.
//
// Events: state ('saved' | 'waiting' | 'saving' | 'offline' | 'conflict'), saved, conflict, refused, locked.

import { inPieces } from '../core/changes.js';

const pauseMilliseconds = 1500;
const pauseMillisecondsMax = 10_000;
const retryMillisecondsMin = 2000;
const retryMillisecondsMax = 30_000;
const keepaliveBytesMax = 60_000; // browsers refuse more
const batchBytesMax = 800_000;    // the server takes 1 MB
const pieceBytesMax = 700_000;

export class Saver extends EventTarget {
  revision;
  state = 'saved';

  #api;
  #store;
  #queue = [];
  #sending = null;
  #running = null;
  #timer = 0;
  #since = 0;
  #retry = retryMillisecondsMin;
  #singly = false;
  #isHeld = false;
  #abort = new AbortController();

  constructor({ api, store, revision, page = globalThis }) {
    super();
    this.#api = api;
    this.#store = store;
    this.revision = revision;
    const { signal } = this.#abort;
    page.addEventListener?.('online', () => this.flush(), { signal });
    page.addEventListener?.('pagehide', () => this.#leave(), { signal });
    page.document?.addEventListener('visibilitychange', () => { if (page.document.visibilityState === 'hidden') { this.#leave(); } }, { signal });
  }

  get unsent() { return [...this.#queue]; }
  get isIdle() { return this.#queue.length === 0 && this.#sending === null; }

  dispose() {
    this.#leave();
    clearTimeout(this.#timer);
    this.#abort.abort();
  }

  /** Takes a set to save. A set of a gesture that goes on replaces the one before, unless that is on its way: then only the last step is added. */
  add({ set, isMerged, last }) {
    const at = isMerged ? this.#queue.findIndex(s => s.id === set.id) : -1;
    if (at >= 0 && !this.#sending?.has(set.id) && inPieces(set, pieceBytesMax).length === 1) {
      this.#queue[at] = set;
    } else {
      this.#queue.push(...inPieces(last, pieceBytesMax));
    }
    this.#keep();
    this.#since ||= performance.now();
    this.#tell('waiting');
    const left = Math.max(0, pauseMillisecondsMax - (performance.now() - this.#since));
    this.#later(Math.min(pauseMilliseconds, left));
  }

  /** Holds back while a conflict is decided. */
  hold() {
    this.#isHeld = true;
    this.#tell('conflict');
  }

  /** Goes on from a revision with these sets. */
  resume(revision, sets) {
    this.revision = revision;
    this.#queue = [...sets];
    this.#isHeld = false;
    this.#keep();
    this.#tell(sets.length > 0 ? 'waiting' : 'saved');
    this.#later(0);
  }

  /** Drops a refused set. */
  drop(id) {
    this.#queue = this.#queue.filter(s => s.id !== id);
    this.#keep();
  }

  /** Saves everything now; false if something is left over. One run at a time. */
  flush() {
    clearTimeout(this.#timer);
    this.#running ??= this.#all().finally(() => { this.#running = null; });
    return this.#running;
  }

  async #all() {
    while (this.#queue.length > 0 && !this.#isHeld) {
      if (!(await this.#send())) {
        return false;
      }
    }
    return this.#queue.length === 0;
  }

  #later(milliseconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => { this.flush(); }, milliseconds);
  }

  // As many sets as the server takes at once; a single one after a refusal, to find the culprit.
  #batch() {
    const batch = [];
    let bytes = 0;
    for (const set of this.#queue) {
      bytes += JSON.stringify(set).length;
      if (batch.length > 0 && (this.#singly || bytes > batchBytesMax)) {
        break;
      }
      batch.push(set);
    }
    return batch;
  }

  async #send() {
    const batch = this.#batch();
    this.#sending = new Set(batch.map(s => s.id));
    this.#since = 0;
    this.#tell('saving');
    const answer = await this.#api.save(this.revision, batch);
    const sent = this.#sending;
    this.#sending = null;
    switch (answer.status) {
      case 200:
        this.revision = answer.body.revision;
        this.#queue = this.#queue.filter(s => !sent.has(s.id));
        this.#retry = retryMillisecondsMin;
        this.#singly = this.#singly && this.#queue.length > 0;
        this.#keep();
        this.#tell(this.#queue.length > 0 ? 'waiting' : 'saved');
        this.dispatchEvent(new CustomEvent('saved'));
        return true;
      case 409:
        this.hold();
        this.dispatchEvent(new CustomEvent('conflict', { detail: answer.body }));
        return false;
      case 413:
      case 422:
        return this.#refused(batch, answer);
      case 423:
        this.#isHeld = true;
        this.#tell('conflict');
        this.dispatchEvent(new CustomEvent('locked', { detail: answer.body }));
        return false;
      default:
        this.#tell('offline');
        this.dispatchEvent(new CustomEvent('failed', { detail: answer }));
        this.#later(this.#retry);
        this.#retry = Math.min(retryMillisecondsMax, this.#retry * 2);
        return false;
    }
  }

  #refused(batch, answer) {
    if (batch.length > 1) {
      this.#singly = true;
      return true; // once more, one by one
    }
    this.#isHeld = true;
    this.#tell('conflict');
    this.dispatchEvent(new CustomEvent('refused', { detail: { set: batch[0], answer: answer.body } }));
    return false;
  }

  #leave() {
    if (this.#queue.length === 0 || this.#isHeld || this.#sending !== null) {
      return; // what is on its way or held back waits in the store
    }
    const batch = this.#batch();
    if (JSON.stringify(batch).length <= keepaliveBytesMax) {
      // Should this page live on, the same sets are sent again; the server knows their ids.
      this.#api.save(this.revision, batch, true);
    }
  }

  #keep() { this.#store.save(this.#queue); }

  #tell(state) {
    this.state = state;
    this.dispatchEvent(new CustomEvent('state', { detail: state }));
  }
}
