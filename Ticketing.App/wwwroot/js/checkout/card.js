// The card form. Card data goes from here to the payment provider and nowhere else: the fields have no names, so no form
// post carries them, and nothing of them is kept.
//
// The markup comes with the page (CardForm.razor) as <card-form data-…>; mountCardForm brings it to life.

import { brandOf, caretAfter, check, digitsOf, formatExpiry, formatNumber, readExpiry } from './card-rules.js';
import { NoAnswerError, StripeApi } from './stripe-api.js';

const fieldNames = ['number', 'expiry', 'cvc', 'name'];

// Which field an error of the provider belongs to, and what to say. A lost or stolen card is told like any decline.
const problems = {
  incorrect_number: ['number', 'Check the card number.'],
  invalid_number: ['number', 'Check the card number.'],
  invalid_expiry_month: ['expiry', 'Check the expiry date.'],
  invalid_expiry_year: ['expiry', 'Check the expiry date.'],
  incorrect_cvc: ['cvc', 'The security code is wrong. Check it and try again.'],
  invalid_cvc: ['cvc', 'The security code is wrong. Check it and try again.'],
  expired_card: [null, 'This card has expired. Nothing was charged. Use another card.'],
  insufficient_funds: [null, 'There is not enough money on this card. Nothing was charged. Use another card.'],
  card_velocity_exceeded: [null, 'This card was used too often or for too much. Nothing was charged. Use another card.'],
  processing_error: [null, 'The bank could not process the card. Nothing was charged. Try again in a moment.'],
  payment_intent_authentication_failure: [null, 'Your bank could not confirm that it was you. Nothing was charged. Try again, or use another card.'],
  test_mode_live_card: ['number', 'Payments are in test mode: only test cards work here.'],
};
const declined = [null, 'Your bank declined the card. Nothing was charged. Use another card, or ask your bank.'];
const unreachable = 'We could not reach the payment provider. Try again: you will not be charged twice.';
const tooLate = 'This payment can no longer be made, and nothing was charged. Your time may be over.';

/**
 * Brings a card form to life.
 * options: { apiBase, publishableKey, paymentIntent, clientSecret, returnUrl, retryUrl, texts }. returnUrl: where to go once
 * it is paid; retryUrl: where 3-D Secure leads back to, a page with this form on it; texts: English to the reader's.
 * Answers a function that takes the form out of service.
 */
export function mountCardForm(element, options) {
  const form = new CardForm(element, options);
  return () => form.dispose();
}

class CardForm {
  #element;
  #options;
  #api;
  #fields;
  #busy = false;
  #attempt = null;
  #listening = new AbortController();

  constructor(element, options) {
    this.#element = element;
    this.#options = options;
    this.#api = new StripeApi(options);
    this.#fields = Object.fromEntries(fieldNames.map((name) => [name, element.querySelector(`[data-card="${name}"]`)]));
    const { signal } = this.#listening;
    const form = element.querySelector('form');
    form.addEventListener('submit', (event) => { event.preventDefault(); this.#pay(); }, { signal });
    for (const [name, input] of Object.entries(this.#fields)) {
      input.addEventListener('input', () => this.#edited(name), { signal });
      input.addEventListener('blur', () => { if (input.value !== '') this.#show(name, this.#wrong()[name]); }, { signal });
    }
    // Back from the order page, the browser shows this page as it was left: busy.
    window.addEventListener('pageshow', (event) => { if (event.persisted) { this.#setBusy(false); this.#look(); } }, { signal });
    form.querySelector('[type="submit"]').disabled = false;
    element.dataset.ready = '';
    this.#look();
  }

  dispose() { this.#listening.abort(); }

  #t(text) { return this.#options.texts?.[text] ?? text; }

  #values() { return Object.fromEntries(fieldNames.map((name) => [name, this.#fields[name].value])); }

  #wrong() { return check(this.#values()); }

  #edited(name) {
    const input = this.#fields[name];
    if (name === 'number' || name === 'expiry') {
      const digitsBefore = digitsOf(input.value.slice(0, input.selectionStart)).length;
      const typedAtEnd = input.selectionStart === input.value.length;
      const before = digitsOf(input.value).length;
      input.value = name === 'number' ? formatNumber(input.value) : formatExpiry(input.value);
      const caret = typedAtEnd ? input.value.length : caretAfter(input.value, digitsBefore + digitsOf(input.value).length - before);
      input.setSelectionRange(caret, caret);
    }
    if (name === 'number') {
      const brand = brandOf(digitsOf(input.value));
      this.#element.querySelector('[data-card-brand]').textContent = brand.name;
      this.#fields.cvc.maxLength = brand.cvc;
    }
    // While somebody mends a field it is not scolded; what was wrong goes as soon as it is right.
    if (input.getAttribute('aria-invalid') === 'true' && !this.#wrong()[name]) this.#show(name, null);
    this.#attempt = null;
  }

  #show(name, text) {
    const input = this.#fields[name];
    const place = this.#element.querySelector(`#${input.id}-error`);
    place.textContent = text ? this.#t(text) : '';
    place.hidden = !text;
    input.closest('.field').classList.toggle('field-invalid', Boolean(text));
    if (text) input.setAttribute('aria-invalid', 'true');
    else input.removeAttribute('aria-invalid');
  }

  #fail(text) {
    const place = this.#element.querySelector('[data-card-failure]');
    place.textContent = text ? this.#t(text) : '';
    place.hidden = !text;
    if (text) place.scrollIntoView({ block: 'nearest' });
  }

  #setBusy(busy) {
    this.#busy = busy;
    const button = this.#element.querySelector('[type="submit"]');
    // Not "disabled": the focus stays where it is.
    button.setAttribute('aria-disabled', String(busy));
    button.classList.toggle('is-busy', busy);
    this.#element.querySelector('[data-card-status]').textContent = busy ? this.#t('Paying…') : '';
    for (const input of Object.values(this.#fields)) input.readOnly = busy;
  }

  async #pay() {
    if (this.#busy) return;
    const wrong = this.#wrong();
    for (const name of fieldNames) this.#show(name, wrong[name]);
    this.#fail(null);
    const first = fieldNames.find((name) => wrong[name]);
    if (first) { this.#fields[first].focus(); return; }

    this.#setBusy(true);
    const values = this.#values();
    this.#attempt ??= newKey();
    try {
      const card = { ...readExpiry(values.expiry), number: digitsOf(values.number), cvc: digitsOf(values.cvc), name: values.name.trim() };
      const answer = await this.#api.confirm(card, this.#options.retryUrl ?? this.#options.returnUrl, this.#attempt);
      // An answered attempt is over; the next one is a new one.
      this.#attempt = null;
      if (answer.intent) this.#follow(answer.intent);
      else this.#refused(answer.error);
    } catch (error) {
      if (!(error instanceof NoAnswerError)) throw error;
      await this.#unknownEnd();
    }
  }

  /** Looks how the payment stands: it may have been paid in another tab, or the buyer comes back from 3-D Secure. */
  async #look() {
    const back = new URLSearchParams(location.search).get('payment_intent') === this.#options.paymentIntent;
    try {
      const { intent } = await this.#api.retrieve();
      if (!intent || this.#busy) return;
      if (isPaid(intent)) this.#leave();
      else if (intent.status === 'canceled') this.#fail(tooLate);
      else if (back && intent.last_payment_error) this.#tell(intent.last_payment_error);
    } catch (error) {
      // The form works without this look; paying will tell if the provider is away.
      if (!(error instanceof NoAnswerError)) throw error;
    }
  }

  #follow(intent) {
    const challenge = intent.status === 'requires_action' ? this.#api.challengeOf(intent) : null;
    if (isPaid(intent)) this.#leave();
    else if (challenge) location.assign(challenge);
    else this.#tell(intent.last_payment_error ?? {});
  }

  #refused(error) {
    // Another tab, or a click before this one, was faster.
    if (error.payment_intent && isPaid(error.payment_intent)) this.#leave();
    else if (error.payment_intent?.status === 'canceled') { this.#setBusy(false); this.#fail(tooLate); }
    else this.#tell(error);
  }

  #tell(error) {
    const [field, text] = problems[error.decline_code] ?? problems[error.code] ?? declined;
    this.#setBusy(false);
    if (field) { this.#show(field, text); this.#fields[field].focus(); }
    else this.#fail(text);
  }

  /** The answer was lost: what is true is what the provider says now. */
  async #unknownEnd() {
    try {
      const { intent } = await this.#api.retrieve();
      if (intent && isPaid(intent)) { this.#leave(); return; }
      if (intent?.status === 'requires_action') { this.#follow(intent); return; }
    } catch (error) {
      if (!(error instanceof NoAnswerError)) throw error;
    }
    this.#setBusy(false);
    this.#fail(unreachable);
  }

  #leave() {
    this.#setBusy(true);
    location.assign(this.#options.returnUrl);
  }
}

const isPaid = (intent) => ['succeeded', 'processing', 'requires_capture'].includes(intent.status);

// crypto.randomUUID is there on secure origins only; this is there everywhere.
const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

class CardFormElement extends HTMLElement {
  #unmount = null;

  connectedCallback() {
    this.#unmount ??= mountCardForm(this, { ...this.dataset, texts: JSON.parse(this.dataset.texts ?? '{}') });
  }

  disconnectedCallback() {
    this.#unmount?.();
    this.#unmount = null;
  }
}

customElements.define('card-form', CardFormElement);
