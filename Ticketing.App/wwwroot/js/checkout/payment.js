// Mounts the payment element with the provider's script: Stripe.js, or the local provider's with the same interface. The element is a
// frame of the provider; no card data passes through this page.
//
// The markup comes with the page (PaymentForm.razor) as <payment-form data-…>.

import { appearanceOf, nextStep, sentenceOf } from './payment-rules.js';

const darkScheme = matchMedia('(prefers-color-scheme: dark)');

class PaymentFormElement extends HTMLElement {
  #texts = {};
  #stripe = null;
  #elements = null;
  #isBusy = false;
  #payText = '';

  connectedCallback() {
    if (this.#stripe) return;
    this.#texts = JSON.parse(this.dataset.texts ?? '{}');
    this.#payText = this.#button.textContent;
    // Only this page's policy allows the provider's script: links must load a new document.
    document.body.dataset.enhanceNav = 'false';
    if (!window.Stripe) { this.#notLoaded(); return; }
    this.#begin();
  }

  get #button() { return this.querySelector('[type="submit"]'); }

  #begin() {
    const locale = document.documentElement.lang;
    this.#stripe = window.Stripe(this.dataset.publishableKey, { locale });
    this.#elements = this.#stripe.elements({
      clientSecret: this.dataset.clientSecret,
      locale,
      appearance: this.#appearance(),
      fonts: [{ family: 'Instrument Sans', src: `url(${new URL(this.dataset.font, location.origin).href})`, weight: '400 700' }],
    });
    const element = this.#elements.create('payment', { layout: 'tabs' });
    element.on('ready', () => {
      this.#loaded();
      this.#button.disabled = false;
      this.dataset.ready = '';
    });
    element.on('change', () => this.#fail(null));
    element.on('loaderror', () => this.#notLoaded());
    element.mount(this.querySelector('[data-payment-element]'));
    this.querySelector('form').addEventListener('submit', (event) => { event.preventDefault(); this.#pay(); });

    const dress = () => this.#elements.update({ appearance: this.#appearance() });
    darkScheme.addEventListener('change', dress);
    new MutationObserver(dress).observe(document.documentElement, { attributeFilter: ['data-theme'] });
    this.#look();
  }

  #appearance() {
    // Reads computed colours: a custom property itself contains only light-dark(…).
    const probe = this.appendChild(document.createElement('span'));
    probe.style.forcedColorAdjust = 'none'; // forced colours would replace what is read by one colour
    const colour = (name) => { probe.style.color = `var(${name})`; return getComputedStyle(probe).color; };
    const isDark = document.documentElement.dataset.theme ? document.documentElement.dataset.theme === 'dark' : darkScheme.matches;
    const appearance = appearanceOf({ isDark, colour, fontFamily: getComputedStyle(this).fontFamily });
    probe.remove();
    return appearance;
  }

  #loaded() { this.querySelector('[data-payment-loading]').hidden = true; }

  #notLoaded() {
    this.#loaded();
    this.#fail('not_loaded');
  }

  #fail(code) {
    const place = this.querySelector('[data-payment-failure]');
    // Ignores the element's initial change event: the server's message stays until the buyer acts.
    if (!code && !this.dataset.tried) { this.dataset.tried = ''; return; }
    place.textContent = code ? sentenceOf(this.#texts, code) : '';
    place.hidden = !code;
    if (code) place.scrollIntoView({ block: 'nearest' });
  }

  #setBusy(isBusy) {
    this.#isBusy = isBusy;
    const button = this.#button;
    // Not "disabled", which would lose the focus.
    button.setAttribute('aria-disabled', String(isBusy));
    button.classList.toggle('is-paying', isBusy);
    button.textContent = isBusy ? this.#texts.paying : this.#payText;
    this.querySelector('[data-payment-status]').textContent = isBusy ? this.#texts.paying : '';
  }

  async #pay() {
    if (this.#isBusy) return;
    this.dataset.tried = '';
    this.#fail(null);
    this.#setBusy(true);
    const result = await this.#stripe.confirmPayment({
      elements: this.#elements, confirmParams: { return_url: this.dataset.returnUrl }, redirect: 'if_required',
    });
    let step = nextStep(result);
    if (step.ask) {
      // The response was lost: query the provider's current state.
      const now = await this.#stripe.retrievePaymentIntent(this.dataset.clientSecret);
      step = now.paymentIntent ? nextStep(now) : { say: 'unreachable' };
      if (step.say === 'unfinished') step = { say: 'unreachable' };
    }
    this.#take(step);
  }

  #take({ go, say }) {
    if (go) { this.#leave(go); return; }
    this.#setBusy(false);
    if (say) this.#fail(say);
  }

  /** Checks whether another tab has paid. */
  async #look() {
    const { paymentIntent } = await this.#stripe.retrievePaymentIntent(this.dataset.clientSecret);
    const { go, say } = paymentIntent ? nextStep({ paymentIntent }) : {};
    if (this.#isBusy) return;
    if (go) this.#leave(go);
    else if (say === 'too_late') this.#fail(say);
  }

  #leave(where) {
    this.#setBusy(true);
    location.assign(where === 'paid' ? this.dataset.paidUrl : this.dataset.returnUrl);
  }
}

customElements.define('payment-form', PaymentFormElement);
