// The local payment element's card rules, without a browser.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

// Imported as a data URL: Node would load the browser's .js module as CommonJS.
const source = await readFile(new URL('../../Ticketing.Infrastructure/Development/LocalStripe/Element/card-rules.js', import.meta.url), 'utf8');
const { brandOf, caretAfter, check, digitsOf, formatExpiry, formatNumber, passesLuhn, readExpiry } =
  await import(`data:text/javascript,${encodeURIComponent(source)}`);

const today = new Date(2026, 10, 21);
const good = { number: '4242 4242 4242 4242', expiry: '12 / 40', cvc: '123' };

test('brands', () => {
  for (const [number, id] of [
    ['4', 'visa'], ['55', 'mastercard'], ['2221', 'mastercard'], ['2720', 'mastercard'], ['2721', 'unknown'], ['34', 'amex'], ['37', 'amex'],
    ['6011', 'discover'], ['36', 'diners'], ['3566', 'jcb'], ['62', 'unionpay'], ['9', 'unknown'], ['', 'unknown'],
  ]) assert.equal(brandOf(number).id, id, number);
});

test('numbers are grouped and truncated by brand', () => {
  assert.equal(formatNumber('42424242424242421234567'), '4242 4242 4242 4242 123');
  assert.equal(formatNumber('378282246310005999'), '3782 822463 10005');
  assert.equal(formatNumber('5555-5555-5555-44449'), '5555 5555 5555 4444');
  assert.equal(formatNumber('4242 4'), '4242 4');
  assert.equal(formatNumber('abc'), '');
});

test('expiry dates in each notation', () => {
  for (const [typed, shown] of [['1', '1'], ['5', '05'], ['12', '12'], ['12/', '12 / '], ['1/', '01 / '], ['123', '12 / 3'], ['1230', '12 / 30'], ['12/2030', '12 / 30'], ['12 / 30', '12 / 30'], ['', '']]) {
    assert.equal(formatExpiry(typed), shown, typed);
  }
  assert.deepEqual(readExpiry('12 / 30'), { month: 12, year: 2030 });
  for (const wrong of ['13 / 30', '00 / 30', '12 / 3', '']) assert.equal(readExpiry(wrong), null, wrong);
});

test('full-width digits are digits', () => {
  const wide = (text) => text.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
  assert.equal(formatNumber(wide('4242424242424242')), '4242 4242 4242 4242');
  assert.deepEqual(readExpiry(wide('1230')), { month: 12, year: 2030 });
  assert.deepEqual(check({ number: wide(good.number), expiry: wide(good.expiry), cvc: wide(good.cvc) }, today), {});
});

test('Luhn', () => {
  assert.ok(passesLuhn('4242424242424242'));
  assert.ok(passesLuhn('378282246310005'));
  assert.ok(!passesLuhn('4242424242424241'));
});

test('errors are reported by field', () => {
  assert.deepEqual(check(good, today), {});
  assert.deepEqual(Object.keys(check({ number: '', expiry: '', cvc: '' }, today)), ['number', 'expiry', 'cvc']);
  assert.equal(check({ ...good, number: '4242 4242 4242 4241' }, today).number, 'Check the card number.');
  assert.equal(check({ ...good, number: '4242 4242' }, today).number, 'Check the card number.');
  assert.equal(check({ ...good, expiry: '10 / 26' }, today).expiry, 'This card has expired.');
  assert.equal(check({ ...good, expiry: '11 / 26' }, today).expiry, undefined);
  assert.equal(check({ ...good, expiry: '12 / 99' }, today).expiry, 'Check the expiry date.');
  assert.match(check({ ...good, cvc: '1234' }, today).cvc, /three digits/);
  assert.match(check({ ...good, number: '378282246310005' }, today).cvc, /four digits/);
});

test('the caret keeps its position among the digits', () => {
  assert.equal(caretAfter('4242 42', 4), 4);
  assert.equal(caretAfter('4242 42', 5), 6);
  assert.equal(caretAfter('4242 42', 0), 0);
  assert.equal(digitsOf('4242 42'), '424242');
});
