// The payment step's handling of Stripe.js results, without a browser.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

// Imported as a data URL: Node would load the browser's .js module as CommonJS.
const source = await readFile(new URL('../../Ticketing.App/wwwroot/js/checkout/payment-rules.js', import.meta.url), 'utf8');
const { appearanceOf, nextStep, sentenceOf } = await import(`data:text/javascript,${encodeURIComponent(source)}`);

test('succeeded and processing payments continue', () => {
  assert.deepEqual(nextStep({ paymentIntent: { status: 'succeeded' } }), { go: 'paid' });
  assert.deepEqual(nextStep({ paymentIntent: { status: 'processing' } }), { go: 'wait' });
  assert.deepEqual(nextStep({ error: { code: 'payment_intent_unexpected_state', payment_intent: { status: 'succeeded' } } }), { go: 'paid' });
});

test('a decline shows the bank\'s reason, else the provider\'s', () => {
  assert.deepEqual(nextStep({ error: { type: 'card_error', code: 'card_declined', decline_code: 'insufficient_funds', payment_intent: { status: 'requires_payment_method' } } }), { say: 'insufficient_funds' });
  assert.deepEqual(nextStep({ error: { type: 'card_error', code: 'expired_card' } }), { say: 'expired_card' });
  assert.deepEqual(nextStep({ error: { type: 'invalid_request_error', code: 'payment_intent_authentication_failure', payment_intent: { status: 'requires_payment_method' } } }), { say: 'payment_intent_authentication_failure' });
  assert.deepEqual(nextStep({ error: { type: 'invalid_request_error' } }), { say: 'declined' });
});

test('field errors shown by the element are not repeated', () => {
  assert.deepEqual(nextStep({ error: { type: 'validation_error', code: 'incomplete_number' } }), {});
});

test('a lost response queries the provider', () => {
  for (const type of ['api_connection_error', 'api_error', 'rate_limit_error']) assert.deepEqual(nextStep({ error: { type } }), { ask: true }, type);
});

test('an intent alone determines the next step', () => {
  assert.deepEqual(nextStep({ paymentIntent: { status: 'canceled' } }), { go: 'changed' });
  assert.deepEqual(nextStep({ paymentIntent: { status: 'requires_payment_method', last_payment_error: { code: 'card_declined', decline_code: 'lost_card' } } }), { say: 'lost_card' });
  assert.deepEqual(nextStep({ paymentIntent: { status: 'requires_payment_method', last_payment_error: null } }), { say: 'unfinished' });
});

test('a lost or stolen card is shown as a generic decline', () => {
  const texts = { declined: 'Declined.', expired_card: 'Expired.' };
  assert.equal(sentenceOf(texts, 'lost_card'), 'Declined.');
  assert.equal(sentenceOf(texts, 'expired_card'), 'Expired.');
});

test('the element uses the page\'s colours', () => {
  const colour = (name) => `colour of ${name}`;
  const appearance = appearanceOf({ isDark: true, colour, fontFamily: 'Instrument Sans' });
  assert.equal(appearance.theme, 'night');
  assert.equal(appearance.variables.colorPrimary, 'colour of --accent');
  assert.equal(appearance.variables.fontFamily, 'Instrument Sans');
  assert.equal(appearanceOf({ isDark: false, colour, fontFamily: '' }).theme, 'stripe');
});
