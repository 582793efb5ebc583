// What the payment step does with Stripe.js' answers, without a browser.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

// A browser's module: its name ends in .js, which Node would take for its own older kind.
const source = await readFile(new URL('../../Ticketing.App/wwwroot/js/checkout/payment-rules.js', import.meta.url), 'utf8');
const { appearanceOf, nextStep, sentenceOf } = await import(`data:text/javascript,${encodeURIComponent(source)}`);

test('money that came or is on its way leads on', () => {
  assert.deepEqual(nextStep({ paymentIntent: { status: 'succeeded' } }), { go: 'paid' });
  assert.deepEqual(nextStep({ paymentIntent: { status: 'processing' } }), { go: 'wait' });
  assert.deepEqual(nextStep({ error: { code: 'payment_intent_unexpected_state', payment_intent: { status: 'succeeded' } } }), { go: 'paid' });
});

test('a decline is said by the bank\'s reason, then by the provider\'s', () => {
  assert.deepEqual(nextStep({ error: { type: 'card_error', code: 'card_declined', decline_code: 'insufficient_funds', payment_intent: { status: 'requires_payment_method' } } }), { say: 'insufficient_funds' });
  assert.deepEqual(nextStep({ error: { type: 'card_error', code: 'expired_card' } }), { say: 'expired_card' });
  assert.deepEqual(nextStep({ error: { type: 'invalid_request_error', code: 'payment_intent_authentication_failure', payment_intent: { status: 'requires_payment_method' } } }), { say: 'payment_intent_authentication_failure' });
  assert.deepEqual(nextStep({ error: { type: 'invalid_request_error' } }), { say: 'declined' });
});

test('what the element has shown in its fields is not said again', () => {
  assert.deepEqual(nextStep({ error: { type: 'validation_error', code: 'incomplete_number' } }), {});
});

test('a lost answer asks the provider', () => {
  for (const type of ['api_connection_error', 'api_error', 'rate_limit_error']) assert.deepEqual(nextStep({ error: { type } }), { ask: true }, type);
});

test('an intent alone tells what became of it', () => {
  assert.deepEqual(nextStep({ paymentIntent: { status: 'canceled' } }), { say: 'too_late' });
  assert.deepEqual(nextStep({ paymentIntent: { status: 'requires_payment_method', last_payment_error: { code: 'card_declined', decline_code: 'lost_card' } } }), { say: 'lost_card' });
  assert.deepEqual(nextStep({ paymentIntent: { status: 'requires_payment_method', last_payment_error: null } }), { say: 'unfinished' });
});

test('a lost or stolen card is told like any decline', () => {
  const texts = { declined: 'Declined.', expired_card: 'Expired.' };
  assert.equal(sentenceOf(texts, 'lost_card'), 'Declined.');
  assert.equal(sentenceOf(texts, 'expired_card'), 'Expired.');
});

test('the element is dressed in the page\'s colours', () => {
  const colour = (name) => `colour of ${name}`;
  const appearance = appearanceOf({ isDark: true, colour, fontFamily: 'Instrument Sans' });
  assert.equal(appearance.theme, 'night');
  assert.equal(appearance.variables.colorPrimary, 'colour of --accent');
  assert.equal(appearance.variables.fontFamily, 'Instrument Sans');
  assert.equal(appearanceOf({ isDark: false, colour, fontFamily: '' }).theme, 'stripe');
});
