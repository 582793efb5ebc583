// <hold-countdown seconds="534" data-soon="One minute left."></hold-countdown>
// Counts down from the remaining seconds by elapsed time, independent of clocks. Announces once when a minute is left.

const soonSeconds = 60;

class HoldCountdown extends HTMLElement {
  static observedAttributes = ['seconds'];

  #time = Object.assign(document.createElement('time'), { role: 'timer' });
  #live = document.createElement('span');
  #endsAt = 0;
  #timer = 0;
  #wasSoon = false;

  connectedCallback() {
    this.#live.className = 'visually-hidden';
    this.#live.setAttribute('aria-live', 'polite');
    this.replaceChildren(this.#time, this.#live);
    this.#start();
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  attributeChangedCallback() {
    if (this.isConnected) {
      this.#start();
    }
  }

  #start() {
    clearInterval(this.#timer);
    this.#endsAt = performance.now() + 1000 * Number(this.getAttribute('seconds') || 0);
    this.#timer = setInterval(() => this.#tick(), 1000);
    this.#wasSoon = false;
    this.#live.textContent = '';
    this.#tick();
  }

  #tick() {
    const seconds = Math.max(0, Math.ceil((this.#endsAt - performance.now()) / 1000));
    this.#time.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    const isSoon = seconds <= soonSeconds;
    this.toggleAttribute('data-urgent', isSoon);
    if (isSoon && !this.#wasSoon && seconds > 0) {
      this.#live.textContent = this.dataset.soon ?? '';
    }
    this.#wasSoon = isSoon;
    if (seconds === 0) {
      clearInterval(this.#timer);
      this.dispatchEvent(new CustomEvent('hold:over', { bubbles: true }));
    }
  }
}

if (!customElements.get('hold-countdown')) {
  customElements.define('hold-countdown', HoldCountdown);
}
