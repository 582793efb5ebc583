// Sounds and vibration: one pattern for each class of verdicts, so that nobody has to look. Where a device cannot vibrate (iOS), the
// screen flashes.

// [frequency Hz, start ms, length ms]
const sounds = {
  good: [[880, 0, 90], [1320, 90, 140]],
  leave: [[1320, 0, 90], [880, 90, 140]],
  wait: [[520, 0, 160], [520, 240, 160]],
  bad: [[220, 0, 420]],
  objection: [[220, 0, 200], [180, 240, 200], [220, 480, 500]],
  notice: [[660, 0, 120]],
};
const vibrations = { good: [60], leave: [40, 60, 40], wait: [120, 80, 120], bad: [400], objection: [300, 100, 300, 100, 700], notice: [30] };

export class Feedback {
  #settings;
  #context = null;

  /** settings: () => { sound, vibration } */
  constructor(settings) {
    this.#settings = settings;
  }

  /** Browsers let sounds out only after a touch or a key. */
  prepare() {
    if ('AudioContext' in globalThis) {
      this.#context ??= new AudioContext();
      if (this.#context.state === 'suspended') {
        this.#context.resume().catch(() => {});
      }
    }
  }

  get canSound() { return this.#context?.state === 'running'; }

  give(kind) {
    const { sound, vibration } = this.#settings();
    if (sound && this.#context !== null) {
      this.#play(sounds[kind]);
    }
    const vibrated = vibration && navigator.vibrate?.(vibrations[kind]) === true;
    if (!vibrated && kind !== 'good' && kind !== 'notice') {
      document.body.classList.remove('is-flashing');
      requestAnimationFrame(() => document.body.classList.add('is-flashing'));
    }
  }

  #play(notes) {
    const begin = this.#context.currentTime + 0.01;
    for (const [frequency, start, length] of notes) {
      const oscillator = this.#context.createOscillator(), gain = this.#context.createGain();
      const from = begin + start / 1000, to = from + length / 1000;
      oscillator.type = frequency < 400 ? 'square' : 'sine';
      oscillator.frequency.value = frequency;
      gain.gain.setValueAtTime(0.0001, from);
      gain.gain.exponentialRampToValueAtTime(frequency < 400 ? 0.25 : 0.5, from + 0.012);
      gain.gain.setValueAtTime(frequency < 400 ? 0.25 : 0.5, to - 0.02);
      gain.gain.exponentialRampToValueAtTime(0.0001, to);
      oscillator.connect(gain).connect(this.#context.destination);
      oscillator.start(from);
      oscillator.stop(to);
    }
  }
}
