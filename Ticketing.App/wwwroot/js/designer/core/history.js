// Undo and redo: every step of the session, without a limit.

import { inverse, merged } from './changes.js';

const togetherMilliseconds = 1000;

export class History {
  #done = [];
  #undone = [];

  get canUndo() { return this.#done.length > 0; }
  get canRedo() { return this.#undone.length > 0; }
  get undoName() { return this.#done.at(-1)?.set.name ?? null; }
  get redoName() { return this.#undone.at(-1)?.set.name ?? null; }
  get steps() { return this.#done.length; }

  /**
   * Remembers a set that has been applied. Sets of the same gesture (a held arrow key) become one step.
   * Returns the set that the step consists of now, or null if it is a step of its own.
   */
  add(set, gesture = null, now = performance.now()) {
    this.#undone = [];
    const last = this.#done.at(-1);
    if (gesture !== null && last?.gesture === gesture && now - last.at < togetherMilliseconds) {
      last.set = merged(last.set, set);
      last.at = now;
      return last.set;
    }
    this.#done.push({ set, gesture, at: now });
    return null;
  }

  /** The set that undoes the last step; fits(set) decides whether it still can be applied. Null: nothing to undo, or it does not fit. */
  undo(fits) { return this.#step(this.#done, this.#undone, set => inverse(set), fits); }

  redo(fits) { return this.#step(this.#undone, this.#done, set => ({ ...set, id: crypto.randomUUID() }), fits); }

  /** Forgets the steps, as after loading another version. */
  clear() {
    this.#done = [];
    this.#undone = [];
  }

  #step(from, to, turn, fits) {
    const step = from.at(-1);
    if (!step) {
      return null;
    }
    from.pop();
    const set = turn(step.set);
    if (!fits(set)) {
      return null; // somebody changed the part since: the step is gone
    }
    to.push({ set: step.set, gesture: null, at: 0 });
    return set;
  }
}
