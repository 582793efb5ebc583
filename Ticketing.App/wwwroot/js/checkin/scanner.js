// Hardware scanners type like keyboards, only faster: a text and Enter, wherever the focus is.

const gapMilliseconds = 80;
const lengthMin = 6;
const prefix = 'TK1.';

export class Scanner {
  #found;
  #typed = '';
  #at = 0;
  #clock;

  /** found: (text) => void */
  constructor(target, found, clock = () => performance.now()) {
    this.#found = found;
    this.#clock = clock;
    target.addEventListener('keydown', event => this.key(event), { capture: true });
  }

  /** Whether keys come too fast for a person. */
  get isTyping() { return this.#typed.length > 1 && this.#clock() - this.#at <= gapMilliseconds; }

  key(event) {
    const now = this.#clock();
    if (now - this.#at > gapMilliseconds) {
      this.#typed = '';
    }
    if (event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    if (event.key === 'Enter') {
      const text = this.#typed;
      this.#typed = '';
      const isTicket = text.toUpperCase().startsWith(prefix);
      // Anything else that was typed so fast is a code only where nobody is typing.
      if (isTicket || (text.length >= lengthMin && !isField(event.target))) {
        event.preventDefault();
        event.stopPropagation();
        this.#found(isTicket ? text.toUpperCase() : text);
      }
      return;
    }
    if (event.key.length !== 1) {
      return;
    }
    this.#at = now;
    this.#typed += event.key;
    if (this.#typed.length > prefix.length && this.#typed.toUpperCase().startsWith(prefix)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (this.#typed.toUpperCase() === prefix && isField(event.target)) {
      // The first characters went into a field before it was clear what they are.
      event.preventDefault();
      event.target.value = event.target.value.slice(0, -(prefix.length - 1));
    }
  }
}

const isField = target => target instanceof HTMLElement && (target.matches('input, textarea, select') || target.isContentEditable);
