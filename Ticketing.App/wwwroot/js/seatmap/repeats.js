// Repeated input: the second tap of a double tap, or a key that is held down, must not undo a toggle.

const repeatMilliseconds = 500; // the longest interval of a double click (the default of Windows)

/** Recognizes inputs that repeat the previous one. */
export class Repeats {
  #seat = -1;
  #at = -Infinity;

  /** Whether an input on a seat repeats the previous input. now: milliseconds. */
  isRepeat(seat, now) {
    const isRepeat = seat === this.#seat && now - this.#at < repeatMilliseconds;
    this.#seat = seat;
    this.#at = now;
    return isRepeat;
  }
}

/** Whether a key event repeats an activation because the key is held down. */
export const isHeldDown = event => event.repeat && (event.key === 'Enter' || event.key === ' ');
