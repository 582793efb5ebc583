// As much of Stripe's API as a browser needs to pay: with the publishable key and the intent's secret, and nothing else.

/** No answer came, or none that can be read: what was asked may have happened. */
export class NoAnswerError extends Error {}

const timeoutMilliseconds = 30_000;

export class StripeApi {
  #base;
  #key;
  #intent;
  #secret;

  constructor({ apiBase, publishableKey, paymentIntent, clientSecret }) {
    this.#base = (apiBase || location.origin).replace(/\/$/, '');
    this.#key = publishableKey;
    this.#intent = paymentIntent;
    this.#secret = clientSecret;
  }

  /** The intent as it stands. */
  retrieve() {
    return this.#send('GET', `?${new URLSearchParams({ client_secret: this.#secret })}`);
  }

  /** Pays. Repeated with the same key (the answer was lost), it is the same attempt. */
  confirm({ number, month, year, cvc, name }, returnUrl, idempotencyKey) {
    const form = new URLSearchParams({
      client_secret: this.#secret,
      return_url: returnUrl,
      'payment_method_data[type]': 'card',
      'payment_method_data[card][number]': number,
      'payment_method_data[card][exp_month]': String(month),
      'payment_method_data[card][exp_year]': String(year),
      'payment_method_data[card][cvc]': cvc,
      'payment_method_data[billing_details][name]': name,
    });
    return this.#send('POST', '/confirm', form, idempotencyKey);
  }

  /** Where the buyer has to go for 3-D Secure; null when nowhere. */
  challengeOf(intent) {
    const url = intent.next_action?.redirect_to_url?.url;
    return url ? new URL(url, `${this.#base}/`).href : null;
  }

  /** Answers { intent } or { error }, as Stripe does. */
  async #send(method, path, body, idempotencyKey) {
    const headers = { Authorization: `Bearer ${this.#key}` };
    if (idempotencyKey) headers['Idempotency-Key'] = idempotencyKey;
    let response;
    let answer;
    try {
      response = await fetch(`${this.#base}/v1/payment_intents/${encodeURIComponent(this.#intent)}${path}`, {
        method, headers, body, cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer', signal: AbortSignal.timeout(timeoutMilliseconds),
      });
      answer = await response.json();
    } catch (cause) {
      throw new NoAnswerError('The payment provider did not answer.', { cause });
    }
    if (response.ok) return { intent: answer };
    if (response.status >= 500 || response.status === 409 || response.status === 429 || !answer.error) {
      throw new NoAnswerError(`The payment provider answered ${response.status}.`);
    }
    return { error: answer.error };
  }
}
