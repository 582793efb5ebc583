// The server's time on this device. Between measurements only the monotonic clock counts: a phone whose clock is set by hand keeps
// writing right times. The device's own clock goes along with every scan, so that the server sees the difference.

const samplesMax = 8;
const jumpMilliseconds = 2000;
const unmeasuredMilliseconds = 60_000; // what is assumed of a clock that was never compared
const restartMilliseconds = 2000;      // what a restart may add: the wall clock could have been changed meanwhile

export class Clock {
  #wall;
  #monotonic;
  #base;          // wall time at monotonic zero: the local time line
  #samples = [];
  #offset = 0;
  #uncertainty = unmeasuredMilliseconds;
  #hidden = null;

  /** kept: what keep() returned when the app ran last. */
  constructor({ wall = () => Date.now(), monotonic = () => performance.now(), kept = null } = {}) {
    this.#wall = wall;
    this.#monotonic = monotonic;
    this.#base = wall() - monotonic();
    if (kept !== null) {
      this.#offset = kept.offset;
      this.#uncertainty = kept.uncertainty + restartMilliseconds;
    }
  }

  /** The device's own clock, as set. */
  get device() { return Math.round(this.#wall()); }

  /** Local time that no setting of the clock moves: t0 and t3 of a measurement. */
  get local() { return this.#base + this.#monotonic(); }

  /** Server's time, ms since epoch. */
  get now() { return Math.round(this.local + this.#offset); }

  get uncertainty() { return Math.ceil(this.#uncertainty); }

  get isMeasured() { return this.#uncertainty < unmeasuredMilliseconds; }

  /** How far the device's clock is behind the server's, ms. */
  get offset() { return this.now - this.device; }

  /** Whether the device's clock was set while the app ran. */
  get wasSet() { return Math.abs(this.#wall() - this.local) > jumpMilliseconds; }

  /** One round trip, as in NTP: sent at t0, received by the server at t1, answered at t2, received at t3. */
  sample(t0, t1, t2, t3) {
    if (![t0, t1, t2, t3].every(Number.isFinite) || t3 < t0 || t2 < t1) {
      return;
    }
    this.#samples.push({ offset: (t1 - t0 + t2 - t3) / 2, uncertainty: Math.max(1, (t3 - t0 - (t2 - t1)) / 2) });
    if (this.#samples.length > samplesMax) {
      this.#samples.shift();
    }
    const best = this.#samples.reduce((a, b) => (b.uncertainty < a.uncertainty ? b : a));
    this.#offset = best.offset;
    this.#uncertainty = best.uncertainty;
  }

  /** The server's time from a refusal: better than nothing, worse than a measurement. */
  set(now, roundTrip) {
    this.#samples = [];
    this.#offset = now - this.local + roundTrip / 2;
    this.#uncertainty = Math.max(1, roundTrip / 2);
  }

  /**
   * The page is hidden or shown again. A phone sleeps only while it is hidden, and its monotonic clock may stand still meanwhile: what
   * the wall clock is ahead afterwards was sleep. While the page is visible, the same difference means that somebody set the clock.
   */
  visible(isVisible) {
    if (!isVisible) {
      this.#hidden = { wall: this.#wall(), local: this.local };
    } else if (this.#hidden !== null) {
      const slept = this.#wall() - this.#hidden.wall - (this.local - this.#hidden.local);
      this.#hidden = null;
      if (slept > jumpMilliseconds) {
        this.#base += slept;
        this.#samples = [];
        this.#uncertainty += restartMilliseconds;
      }
    }
  }

  /** What the next start needs: the difference to the wall clock. */
  keep() { return { offset: this.now - this.#wall(), uncertainty: this.#uncertainty }; }
}
