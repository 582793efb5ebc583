// The reference library on what the dispatcher sent. Environment: WEBHOOK_SECRET, WEBHOOK_NEW_SECRET, and WEBHOOK_DELIVERIES:
// [{headers, body}], one signed with the secret, and one with both while the secret is replaced.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';

const { WEBHOOK_SECRET, WEBHOOK_NEW_SECRET, WEBHOOK_DELIVERIES } = process.env;
const [delivery, rotated] = JSON.parse(WEBHOOK_DELIVERIES ?? '[]');
const options = { skip: !delivery };

// The library reads the clock.
const at = (secondsLater, check) => {
  mock.timers.enable({ apis: ['Date'], now: (Number(delivery.headers['webhook-timestamp']) + secondsLater) * 1000 });
  try {
    check();
  } finally {
    mock.timers.reset();
  }
};

test('a delivery is verified unchanged', options, () => at(1, () => {
  const message = new Webhook(WEBHOOK_SECRET).verify(delivery.body, delivery.headers);
  assert.deepEqual(Object.keys(message), ['id', 'type', 'createdAt', 'organization', 'data', 'sequence']);
  assert.equal(message.id, delivery.headers['webhook-id']);
  assert.equal(message.type, 'order.paid');
}));

test('a changed body is refused', options, () => at(1, () => {
  for (const body of [delivery.body.replace('9000', '9001'), `${delivery.body} `, '', '{}']) {
    assert.throws(() => new Webhook(WEBHOOK_SECRET).verify(body, delivery.headers), WebhookVerificationError);
  }
}));

test('another id or timestamp is refused', options, () => at(1, () => {
  for (const [name, value] of [['webhook-id', 'another'], ['webhook-timestamp', String(Number(delivery.headers['webhook-timestamp']) + 1)]]) {
    assert.throws(() => new Webhook(WEBHOOK_SECRET).verify(delivery.body, { ...delivery.headers, [name]: value }), WebhookVerificationError);
  }
}));

test('an old and a future timestamp are refused', options, () => {
  for (const seconds of [301, -301]) {
    at(seconds, () => assert.throws(() => new Webhook(WEBHOOK_SECRET).verify(delivery.body, delivery.headers), /timestamp/i));
  }
});

test('another secret is refused', options, () => at(1, () => {
  assert.throws(() => new Webhook(WEBHOOK_NEW_SECRET).verify(delivery.body, delivery.headers), WebhookVerificationError);
}));

test('while a secret is replaced, both verify', options, () => at(1, () => {
  for (const secret of [WEBHOOK_SECRET, WEBHOOK_NEW_SECRET]) {
    assert.equal(new Webhook(secret).verify(rotated.body, rotated.headers).type, 'order.refunded');
  }
}));
