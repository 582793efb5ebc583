// <hold-countdown hold="…" seats="2" seconds="534" data-soon="One minute left."></hold-countdown>
// Counts down from the remaining seconds by elapsed time, independent of clocks. Announces once that a minute or less is left, whenever
// that is the case. Where the hold is named, its rest is read again after sleep, and other tabs learn of it. With "data-reload" the page is
// opened again when the hold has ended, or was changed or ordered ("ordered") in another tab.

import { ended, note } from './basket.js';

const soonSeconds = 60;
// A live region speaks of changes: text that is there from the beginning is none.
const announceMilliseconds = 300;
// The server must have ended the hold before the page is read again.
const reloadMilliseconds = 1500;

class HoldCountdown extends HTMLElement {
  static observedAttributes = ['seconds'];

  #time = Object.assign(document.createElement('time'), { role: 'timer' });
  #live = document.createElement('span');
  #endsAt = 0;
  #timer = 0;
  #isAnnounced = false;
  #hold = null;

  #onRead = ({ detail: holds }) => {
    if (!this.#hold) return;
    const held = holds.find((each) => each.hold === this.#hold);
    this.#start(held?.seconds ?? 0);
    if (held && (held.seats !== this.#seats || held.ordered !== this.hasAttribute('ordered'))) this.#reload(0);
  };

  get #seats() { return Number(this.getAttribute('seats') || 1); }

  connectedCallback() {
    this.#live.className = 'visually-hidden';
    this.#live.setAttribute('aria-live', 'polite');
    this.replaceChildren(this.#time, this.#live);
    this.#hold = this.getAttribute('hold');
    document.addEventListener('basket:read', this.#onRead);
    this.#show();
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
    document.removeEventListener('basket:read', this.#onRead);
    if (this.#hold) ended();
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#show();
  }

  // As the server has rendered it.
  #show() {
    const seconds = Number(this.getAttribute('seconds') || 0);
    this.#start(seconds);
    if (this.#hold && seconds > 0) note({ hold: this.#hold, seconds, seats: this.#seats, ordered: this.hasAttribute('ordered') });
  }

  #start(seconds) {
    clearInterval(this.#timer);
    this.#endsAt = performance.now() + 1000 * seconds;
    this.#timer = setInterval(() => this.#tick(), 1000);
    this.#tick();
  }

  #tick() {
    const seconds = Math.max(0, Math.ceil((this.#endsAt - performance.now()) / 1000));
    this.#time.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    const isSoon = seconds <= soonSeconds;
    this.toggleAttribute('data-urgent', isSoon);
    if (!isSoon) {
      this.#isAnnounced = false;
      this.#live.textContent = '';
    } else if (!this.#isAnnounced && seconds > 0) {
      this.#isAnnounced = true;
      setTimeout(() => { this.#live.textContent = this.dataset.soon ?? ''; }, announceMilliseconds);
    }
    if (seconds === 0) {
      clearInterval(this.#timer);
      this.dispatchEvent(new CustomEvent('hold:over', { bubbles: true }));
      this.#reload(reloadMilliseconds);
    }
  }

  // A page that does not follow by itself.
  #reload(milliseconds) {
    if ('reload' in this.dataset) setTimeout(() => location.assign(location.pathname), milliseconds);
  }
}

if (!customElements.get('hold-countdown')) {
  customElements.define('hold-countdown', HoldCountdown);
}
