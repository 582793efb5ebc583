// The local provider's substitute for Stripe.js: the part of its interface that a payment element needs (https://docs.stripe.com/js).
// With Stripe's keys configured, pages load Stripe's script instead.
(() => {
  const frameAddress = '/v1/element/element.html';
  const origin = new URL(document.currentScript.src).origin;

  const frameStyle = { display: 'block', inlineSize: 'calc(100% + 8px)', blockSize: '1px', margin: '-4px', border: '0', background: 'transparent' };
  const coverStyle = { position: 'fixed', inset: '0', inlineSize: '100%', blockSize: '100%', maxInlineSize: 'none', maxBlockSize: 'none', margin: '0', padding: '0', border: '0', background: 'rgb(0 0 0 / 0.6)' };
  const challengeStyle = { display: 'block', inlineSize: 'min(28rem, 100%)', blockSize: 'min(36rem, 100%)', margin: 'auto', marginBlockStart: 'max(0px, calc(50vh - 18rem))', border: '0', borderRadius: '1rem' };

  const createFrame = (title, src, style) => {
    const frame = Object.assign(document.createElement('iframe'), { title, src });
    Object.assign(frame.style, style);
    return frame;
  };

  /** Listens to messages of this frame only. Returns a function that stops listening. */
  const listen = (frame, handle) => {
    const listener = (event) => {
      if (event.source === frame.contentWindow && event.origin === origin && event.data?.source === 'local-stripe') handle(event.data);
    };
    window.addEventListener('message', listener);
    return () => window.removeEventListener('message', listener);
  };

  class PaymentElement {
    #settings;
    #listeners = {};
    #frame = null;
    #stop = null;
    #confirming = new Map();
    #ids = 0;

    constructor(settings) { this.#settings = settings; }

    on(name, listener) { (this.#listeners[name] ??= new Set()).add(listener); return this; }

    off(name, listener) { this.#listeners[name]?.delete(listener); return this; }

    mount(place) {
      const parent = typeof place === 'string' ? document.querySelector(place) : place;
      if (!parent) throw new Error('The selector you specified applies to no DOM elements that are currently on the page.');
      this.unmount();
      const title = String(this.#settings.locale).startsWith('de') ? 'Sichere Eingabe der Zahlungsdaten' : 'Secure payment input frame';
      this.#frame = createFrame(title, origin + frameAddress, frameStyle);
      this.#stop = listen(this.#frame, (message) => this.#handle(message));
      parent.replaceChildren(this.#frame);
    }

    unmount() {
      this.#stop?.();
      this.#frame?.remove();
      this.#frame = null;
    }

    destroy() { this.unmount(); this.#listeners = {}; }

    focus() { this.#frame?.focus(); this.#post({ type: 'focus' }); }

    update(settings) { Object.assign(this.#settings, settings); this.#post({ type: 'update', ...this.#settings }); }

    confirm(returnUrl) {
      const id = ++this.#ids;
      return new Promise((resolve) => {
        this.#confirming.set(id, resolve);
        this.#post({ type: 'confirm', id, returnUrl });
      });
    }

    #post(message) { this.#frame?.contentWindow?.postMessage({ source: 'shop', ...message }, origin); }

    #emit(name, event) { for (const listener of this.#listeners[name] ?? []) listener({ elementType: 'payment', ...event }); }

    #handle({ type, ...data }) {
      if (type === 'listening') this.#post({ type: 'init', ...this.#settings });
      else if (type === 'resize') this.#frame.style.blockSize = `${data.height}px`;
      else if (type === 'ready') this.#emit('ready', {});
      else if (type === 'change') this.#emit('change', { collapsed: false, ...data.state });
      else if (type === 'loaderror') this.#emit('loaderror', { error: data.error });
      else if (type === 'submit') this.#frame.closest('form')?.requestSubmit();
      else if (type === 'confirmed') {
        this.#confirming.get(data.id)?.(data.result);
        this.#confirming.delete(data.id);
      }
    }
  }

  class Elements {
    #settings;
    #element = null;

    constructor(settings) { this.#settings = settings; }

    create(type) {
      if (type !== 'payment') throw new Error(`The local provider has no element of type ${type}.`);
      if (this.#element) throw new Error('Can only create one Element of type payment through the Elements group.');
      this.#element = new PaymentElement({ ...this.#settings });
      return this.#element;
    }

    getElement(type) { return type === 'payment' ? this.#element : null; }

    update({ appearance, locale }) {
      if (appearance) this.#settings.appearance = appearance;
      if (locale) this.#settings.locale = locale;
      this.#element?.update({ appearance: this.#settings.appearance, locale: this.#settings.locale });
    }

    get clientSecret() { return this.#settings.clientSecret; }
  }

  /** Shows the bank's 3-D Secure page in a dialog, until the buyer answers or closes it. */
  const challenge = (address, locale) => new Promise((resolve) => {
    const dialog = document.createElement('dialog');
    Object.assign(dialog.style, coverStyle);
    const title = String(locale).startsWith('de') ? 'Bestätigung durch Ihre Bank' : 'Your bank’s confirmation';
    dialog.setAttribute('aria-label', title);
    const frame = createFrame(title, new URL(address, origin).href, challengeStyle);
    const stop = listen(frame, ({ type }) => { if (type === 'challenge-done') dialog.close(); });
    dialog.addEventListener('close', () => { stop(); dialog.remove(); resolve(); });
    dialog.append(frame);
    document.body.append(dialog);
    dialog.showModal();
  });

  class LocalStripe {
    #key;
    #locale;

    constructor(key, { locale = 'en' } = {}) {
      if (typeof key !== 'string' || !key.startsWith('pk_')) throw new Error('Please call Stripe() with your publishable key.');
      [this.#key, this.#locale] = [key, locale];
    }

    elements({ clientSecret, appearance, locale = this.#locale, fonts } = {}) {
      if (!/^pi_\w+_secret_\w+$/.test(clientSecret ?? '')) throw new Error('Invalid value for elements(): clientSecret should be a client secret of the form ${id}_secret_${secret}.');
      return new Elements({ key: this.#key, clientSecret, appearance, locale, fonts });
    }

    async retrievePaymentIntent(clientSecret) {
      const address = `${origin}/v1/payment_intents/${encodeURIComponent(clientSecret.split('_secret_')[0])}?${new URLSearchParams({ client_secret: clientSecret })}`;
      try {
        const response = await fetch(address, { headers: { Authorization: `Bearer ${this.#key}` }, cache: 'no-store', credentials: 'omit' });
        const answer = await response.json();
        return response.ok ? { paymentIntent: answer } : { error: answer.error };
      } catch {
        return { error: { type: 'api_connection_error', message: 'The payment provider did not answer.' } };
      }
    }

    async confirmPayment({ elements, confirmParams = {}, redirect = 'always' }) {
      const result = await elements.getElement('payment').confirm(confirmParams.return_url);
      if (result.error) return result;
      const paymentIntent = await this.#performNextAction(result.paymentIntent, elements.clientSecret);
      if (paymentIntent.error) return paymentIntent;
      if (redirect === 'always' && paymentIntent.status !== 'requires_payment_method') {
        return this.#redirect(this.#returnAddress(confirmParams.return_url, paymentIntent));
      }
      return paymentIntent.status === 'requires_payment_method'
        ? { error: { type: 'invalid_request_error', ...paymentIntent.last_payment_error, payment_intent: paymentIntent } }
        : { paymentIntent };
    }

    /** Performs the intent's next action: a 3-D Secure frame or a redirect. */
    async #performNextAction(intent, clientSecret) {
      const action = intent.status === 'requires_action' ? intent.next_action : null;
      if (action?.type === 'redirect_to_url') return this.#redirect(action.redirect_to_url.url);
      if (action?.type !== 'use_stripe_sdk') return intent;
      await challenge(action.use_stripe_sdk.stripe_js, this.#locale);
      const { paymentIntent, error } = await this.retrievePaymentIntent(clientSecret);
      if (error) return { error };
      // Closing the dialog counts as a failed challenge, as with Stripe.
      return paymentIntent.status === 'requires_action'
        ? { error: { type: 'invalid_request_error', code: 'payment_intent_authentication_failure', message: 'We are unable to authenticate your payment method. Please choose a different payment method and try again.', payment_intent: paymentIntent } }
        : paymentIntent;
    }

    #returnAddress(address, intent) {
      const url = new URL(address);
      url.searchParams.set('payment_intent', intent.id);
      url.searchParams.set('payment_intent_client_secret', intent.client_secret);
      url.searchParams.set('redirect_status', intent.status === 'processing' ? 'pending' : intent.status);
      return url.href;
    }

    // Never resolves: the page is unloaded.
    #redirect(address) {
      window.location.assign(address);
      return new Promise(() => {});
    }
  }

  window.Stripe = (key, options) => new LocalStripe(key, options);
})();
