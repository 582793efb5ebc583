// The official SDK against the local provider. Environment: STRIPE_API_BASE, STRIPE_SECRET_KEY, STRIPE_PUBLISHABLE_KEY.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';
import Stripe from 'stripe';

const base = new URL(process.env.STRIPE_API_BASE ?? 'http://127.0.0.1:5000');
const connection = { host: base.hostname, port: base.port || (base.protocol === 'https:' ? 443 : 80), protocol: base.protocol.slice(0, -1), telemetry: false };
const stripe = new Stripe(process.env.STRIPE_SECRET_KEY, connection);
const browser = new Stripe(process.env.STRIPE_PUBLISHABLE_KEY, connection);

const order = () => ({ amount: 4500, currency: 'eur', payment_method_types: ['card'], metadata: { order_id: randomUUID() }, receipt_email: 'buyer@example.com' });
const paid = async (card = 'pm_card_visa') => {
  const intent = await stripe.paymentIntents.create(order());
  return stripe.paymentIntents.confirm(intent.id, { payment_method: card });
};

test('create and retrieve', async () => {
  const asked = order();
  const intent = await stripe.paymentIntents.create(asked);
  assert.match(intent.id, /^pi_[A-Za-z0-9]{24}$/);
  assert.equal(intent.status, 'requires_payment_method');
  assert.equal(intent.metadata.order_id, asked.metadata.order_id);
  assert.ok(intent.client_secret.startsWith(`${intent.id}_secret_`));
  assert.match(intent.lastResponse.requestId, /^req_/);
  const same = await stripe.paymentIntents.retrieve(intent.id);
  assert.deepEqual({ ...same }, { ...intent });
});

test('update, then confirm, expanding the charge', async () => {
  const intent = await stripe.paymentIntents.create(order());
  const updated = await stripe.paymentIntents.update(intent.id, { amount: 5000, metadata: { seats: '2', order_id: '' } });
  assert.equal(updated.amount, 5000);
  assert.deepEqual({ ...updated.metadata }, { seats: '2' });
  const done = await stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa', expand: ['latest_charge'] });
  assert.equal(done.status, 'succeeded');
  assert.equal(done.amount_received, 5000);
  assert.equal(done.latest_charge.payment_method_details.card.last4, '4242');
  const charge = await stripe.charges.retrieve(done.latest_charge.id);
  assert.equal(charge.payment_intent, intent.id);
});

test('create and confirm in one call', async () => {
  const intent = await stripe.paymentIntents.create({ ...order(), confirm: true, payment_method: 'pm_card_mastercard' });
  assert.equal(intent.status, 'succeeded');
});

test('the browser confirms with the publishable key and a card', async () => {
  const intent = await stripe.paymentIntents.create(order());
  const method = await browser.paymentMethods.create({
    type: 'card', card: { number: '4242424242424242', exp_month: 12, exp_year: 2040, cvc: '123' }, billing_details: { name: 'Ada Lovelace' },
  });
  assert.equal(method.card.last4, '4242');
  const done = await browser.paymentIntents.confirm(intent.id, { client_secret: intent.client_secret, payment_method: method.id });
  assert.equal(done.status, 'succeeded');
  assert.equal(done.metadata, undefined);
  await assert.rejects(browser.paymentIntents.cancel(intent.id), Stripe.errors.StripePermissionError);
});

for (const [card, code, decline] of [
  ['pm_card_visa_chargeDeclined', 'card_declined', 'generic_decline'],
  ['pm_card_visa_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
  ['pm_card_visa_chargeDeclinedLostCard', 'card_declined', 'lost_card'],
  ['pm_card_chargeDeclinedExpiredCard', 'expired_card', 'expired_card'],
  ['pm_card_chargeDeclinedIncorrectCvc', 'incorrect_cvc', 'incorrect_cvc'],
]) {
  test(`${card} is a StripeCardError`, async () => {
    const intent = await stripe.paymentIntents.create(order());
    await assert.rejects(stripe.paymentIntents.confirm(intent.id, { payment_method: card }), (error) => {
      assert.ok(error instanceof Stripe.errors.StripeCardError);
      assert.equal(error.statusCode, 402);
      assert.deepEqual([error.code, error.decline_code], [code, decline]);
      assert.equal(error.payment_intent.status, 'requires_payment_method');
      assert.equal(error.payment_intent.last_payment_error.code, code);
      assert.match(error.charge, /^ch_/);
      return true;
    });
    assert.equal((await stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' })).status, 'succeeded');
  });
}

test('3-D Secure sends the buyer to the challenge', async () => {
  const intent = await stripe.paymentIntents.create(order());
  const waiting = await stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_threeDSecure2Required', return_url: 'https://shop.example/done' });
  assert.equal(waiting.status, 'requires_action');
  assert.equal(waiting.next_action.type, 'redirect_to_url');
  const challenge = new URL(waiting.next_action.redirect_to_url.url, base);
  const answer = await fetch(challenge, {
    method: 'POST', redirect: 'manual', body: new URLSearchParams({ client_secret: intent.client_secret, outcome: 'complete' }),
  });
  assert.equal(answer.status, 303);
  const back = new URL(answer.headers.get('location'));
  assert.equal(back.searchParams.get('redirect_status'), 'succeeded');
  assert.equal((await stripe.paymentIntents.retrieve(intent.id)).status, 'succeeded');
});

test('cancel, and refused cancellation', async () => {
  const intent = await stripe.paymentIntents.create(order());
  const canceled = await stripe.paymentIntents.cancel(intent.id, { cancellation_reason: 'abandoned' });
  assert.equal(canceled.status, 'canceled');
  const done = await paid();
  await assert.rejects(stripe.paymentIntents.cancel(done.id), (error) => {
    assert.ok(error instanceof Stripe.errors.StripeInvalidRequestError);
    assert.equal(error.code, 'payment_intent_unexpected_state');
    assert.equal(error.payment_intent.status, 'succeeded');
    return true;
  });
});

test('refunds: part, rest, no more', async () => {
  const intent = await paid();
  const part = await stripe.refunds.create({ payment_intent: intent.id, amount: 1500, reason: 'requested_by_customer' });
  assert.equal(part.status, 'succeeded');
  await assert.rejects(stripe.refunds.create({ payment_intent: intent.id, amount: 3001 }), Stripe.errors.StripeInvalidRequestError);
  await stripe.refunds.create({ charge: intent.latest_charge });
  await assert.rejects(stripe.refunds.create({ payment_intent: intent.id }), (error) => error.code === 'charge_already_refunded');
  const listed = [];
  for await (const refund of stripe.refunds.list({ payment_intent: intent.id, limit: 1 })) listed.push(refund.amount);
  assert.deepEqual(listed, [3000, 1500]);
  assert.equal((await stripe.refunds.retrieve(part.id)).amount, 1500);
});

test('balance transactions: the fee of a charge, a refund without one, and the list', async () => {
  const intent = await stripe.paymentIntents.create(order());
  const done = await stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa', expand: ['latest_charge.balance_transaction'] });
  const charge = done.latest_charge;
  assert.deepEqual(
    [charge.balance_transaction.type, charge.balance_transaction.amount, charge.balance_transaction.fee, charge.balance_transaction.net],
    ['charge', 4500, 93, 4407]);
  assert.deepEqual(charge.balance_transaction.fee_details.map((part) => [part.type, part.amount]), [['stripe_fee', 93]]);
  const refund = await stripe.refunds.create({ payment_intent: intent.id, amount: 1500, expand: ['balance_transaction'] });
  assert.deepEqual([refund.balance_transaction.type, refund.balance_transaction.net], ['refund', -1500]);
  const retrieved = await stripe.balanceTransactions.retrieve(refund.balance_transaction.id, { expand: ['source'] });
  assert.equal(retrieved.source.id, refund.id);
  const listed = await stripe.balanceTransactions.list({ source: charge.id });
  assert.deepEqual(listed.data.map((one) => one.id), [charge.balance_transaction.id]);
  await assert.rejects(stripe.balanceTransactions.retrieve('txn_unknown'), (error) => error.code === 'resource_missing');
});

test('a dispute debits amount and fee, winning credits the amount', async () => {
  const intent = await paid('pm_card_createDispute');
  const [dispute] = (await stripe.disputes.list({ payment_intent: intent.id })).data;
  assert.deepEqual(dispute.balance_transactions.map((one) => [one.type, one.net]), [['adjustment', -6500]]);
  const won = await stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: 'winning_evidence' } });
  assert.equal(won.status, 'won');
  assert.deepEqual(won.balance_transactions.map((one) => one.net), [-6500, 4500]);
});

test('manual capture: authorized, partly captured, rest released', async () => {
  const held = await stripe.paymentIntents.create({ ...order(), capture_method: 'manual', confirm: true, payment_method: 'pm_card_visa' });
  assert.deepEqual([held.status, held.amount_capturable, held.amount_received], ['requires_capture', 4500, 0]);
  assert.equal((await stripe.charges.retrieve(held.latest_charge)).captured, false);
  await assert.rejects(stripe.paymentIntents.capture(held.id, { amount_to_capture: 4501 }), (error) => error.param === 'amount_to_capture');
  const captured = await stripe.paymentIntents.capture(held.id, { amount_to_capture: 3000, expand: ['latest_charge.balance_transaction'] });
  assert.deepEqual([captured.status, captured.amount_capturable, captured.amount_received], ['succeeded', 0, 3000]);
  assert.deepEqual([captured.latest_charge.captured, captured.latest_charge.amount_captured, captured.latest_charge.balance_transaction.amount], [true, 3000, 3000]);
  await assert.rejects(stripe.paymentIntents.capture(held.id), (error) => error.code === 'payment_intent_unexpected_state');
  assert.equal((await stripe.refunds.create({ payment_intent: held.id })).amount, 3000);
  const events = await stripe.events.list({ type: 'payment_intent.amount_capturable_updated', limit: 100 });
  assert.ok(events.data.some((one) => one.data.object.id === held.id));
});

test('manual capture: an authorization can be cancelled', async () => {
  const held = await stripe.paymentIntents.create({ ...order(), capture_method: 'manual', confirm: true, payment_method: 'pm_card_visa' });
  const canceled = await stripe.paymentIntents.cancel(held.id);
  assert.deepEqual([canceled.status, canceled.amount_capturable], ['canceled', 0]);
  await assert.rejects(stripe.paymentIntents.capture(held.id), (error) => error.payment_intent.status === 'canceled');
});

test('a refund of a refunded charge', async () => {
  const intent = await paid();
  await stripe.refunds.create({ payment_intent: intent.id });
  await assert.rejects(stripe.refunds.create({ payment_intent: intent.id, amount: 1 }), (error) => {
    assert.ok(error instanceof Stripe.errors.StripeInvalidRequestError);
    assert.deepEqual([error.statusCode, error.code], [400, 'charge_already_refunded']);
    assert.equal(error.message, `Charge ${intent.latest_charge} has already been refunded.`);
    return true;
  });
});

test('idempotency keys', async () => {
  const idempotencyKey = randomUUID();
  const asked = order();
  const one = await stripe.paymentIntents.create(asked, { idempotencyKey });
  const two = await stripe.paymentIntents.create(asked, { idempotencyKey });
  assert.equal(one.id, two.id);
  assert.equal(two.lastResponse.headers['idempotent-replayed'], 'true');
  await assert.rejects(stripe.paymentIntents.create({ ...asked, amount: 1 + asked.amount }, { idempotencyKey }), Stripe.errors.StripeIdempotencyError);
});

test('other errors have their own classes', async () => {
  await assert.rejects(stripe.paymentIntents.retrieve('pi_unknown'), (error) => error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing');
  await assert.rejects(new Stripe('sk_test_not_the_key_at_all', connection).paymentIntents.list(), Stripe.errors.StripeAuthenticationError);
  await assert.rejects(stripe.paymentIntents.create({ amount: 10, currency: 'eur' }), (error) => error.code === 'amount_too_small' && error.param === 'amount');
  await assert.rejects(browser.paymentMethods.create({ type: 'card', card: { number: '4242424242424241', exp_month: 1, exp_year: 2040 } }), (error) => error instanceof Stripe.errors.StripeCardError && error.code === 'incorrect_number');
});

test('events are listed', async () => {
  const since = Math.floor(Date.now() / 1000) - 60;
  const intent = await paid();
  const events = await stripe.events.list({ type: 'payment_intent.succeeded', created: { gte: since }, limit: 100 });
  const event = events.data.find((one) => one.data.object.id === intent.id);
  assert.ok(event);
  assert.equal((await stripe.events.retrieve(event.id)).type, 'payment_intent.succeeded');
});

test('a dispute is opened, and lost', async () => {
  const intent = await paid('pm_card_createDispute');
  const [dispute] = (await stripe.disputes.list({ payment_intent: intent.id })).data;
  assert.equal(dispute.status, 'needs_response');
  assert.equal((await stripe.disputes.close(dispute.id)).status, 'lost');
});

test('webhooks are delivered and verify with constructEvent', async (t) => {
  const received = [];
  const refusals = [500];
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push({ body: Buffer.concat(chunks), signature: request.headers['stripe-signature'] });
    response.writeHead(refusals.shift() ?? 200).end();
    server.emit('webhook');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const endpoint = await stripe.webhookEndpoints.create({
    url: `http://127.0.0.1:${server.address().port}/`, enabled_events: ['payment_intent.succeeded'],
  });
  t.after(() => stripe.webhookEndpoints.del(endpoint.id));

  const intent = await paid();
  // The first response was 500: the event is retried.
  while (received.length < 2) await once(server, 'webhook');

  const events = received.map(({ body, signature }) => stripe.webhooks.constructEvent(body, signature, endpoint.secret));
  assert.equal(events[0].id, events[1].id);
  assert.equal(events[0].type, 'payment_intent.succeeded');
  assert.equal(events[0].data.object.id, intent.id);
  const { body, signature } = received[0];
  assert.throws(() => stripe.webhooks.constructEvent(body, signature, 'whsec_other'), Stripe.errors.StripeSignatureVerificationError);
  assert.throws(() => stripe.webhooks.constructEvent(body.toString().replace('4500', '1'), signature, endpoint.secret), Stripe.errors.StripeSignatureVerificationError);
});
