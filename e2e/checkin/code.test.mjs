// Codes of tickets: form, signature, several keys. Run: node --test e2e/checkin/
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId, signCode, ticketKey } from './fake-server.mjs';
import { load } from './helpers.mjs';

const { CodeVerifier, fromBase32, parseCode, refOf, toBase32 } = await load('code.js');
const { fromGuid, toHex, uuidV7 } = await load('bytes.js');

test('Base32 has one text for each content', () => {
  for (let length = 0; length < 20; length++) {
    const bytes = crypto.getRandomValues(new Uint8Array(length));
    const text = toBase32(bytes);
    assert.deepEqual(fromBase32(text, length), bytes);
    assert.equal(fromBase32(text + 'A', length), null);
  }
  assert.equal(toBase32(new TextEncoder().encode('foobar')), 'MZXW6YTBOI'); // RFC 4648, section 10
  assert.equal(fromBase32('mzxw6ytboi', 6), null);
  assert.equal(fromBase32('MY', 1).length, 1);
  assert.equal(fromBase32('M1', 1), null);
  assert.equal(fromBase32('MB', 1), null); // padding bits that are not zero
});

test('a code has its parts', async () => {
  const performance = newId(), ticket = newId(), key = await ticketKey(performance);
  const code = parseCode(await signCode(ticket, performance, key));
  assert.equal(code.text.length, 185);
  assert.deepEqual([code.ticket, code.performance, code.key], [ticket, performance, key.id]);
});

test('other texts are no codes', async () => {
  const performance = newId(), text = await signCode(newId(), performance, await ticketKey(performance));
  for (const other of ['', 'TK1.', text.slice(0, -1), text + 'A', text.toLowerCase(), 'TK2.' + text.slice(4), 'https://example.org/', text.replace('TK1.A', 'TK1.B'), null, undefined, 7]) {
    assert.equal(parseCode(other), null, String(other));
  }
});

test('a signature is verified with the key that the code names', async () => {
  const performance = newId(), other = newId();
  const [old, current, stranger, others] = await Promise.all([ticketKey(performance), ticketKey(performance), ticketKey(performance), ticketKey(other)]);
  const verifier = new CodeVerifier([old, current, others]);
  const check = async (ticketPerformance, key) => verifier.verify(parseCode(await signCode(newId(), ticketPerformance, key)));
  assert.equal(await check(performance, old), true);
  assert.equal(await check(performance, current), true);
  assert.equal(await check(other, others), true);
  assert.equal(await check(performance, stranger), null);
  assert.equal(await check(performance, { ...stranger, id: current.id }), false);
  assert.equal(await check(performance, others), false); // signed by us, for another performance
});

test('each changed character breaks the signature or the form', async () => {
  const performance = newId(), key = await ticketKey(performance), verifier = new CodeVerifier([key]);
  const text = await signCode(newId(), performance, key);
  for (let i = 6; i < text.length; i += 7) {
    const code = parseCode(text.slice(0, i) + (text[i] === 'A' ? 'B' : 'A') + text.slice(i + 1));
    assert.ok(code === null || await verifier.verify(code) !== true, `character ${i}`);
  }
});

test('a ref is the first 8 bytes of the id\'s SHA-256', async () => {
  assert.equal(await refOf(fromGuid('00000000-0000-0000-0000-000000000000')), '374708fff7719dd5');
  assert.equal(toHex(fromGuid('0193a000-0000-7000-8000-00000000000a')), '0193a00000007000800000000000000a');
});

test('a nonce is a UUID of version 7 with its time', () => {
  const nonce = uuidV7(1796151600123);
  assert.match(nonce, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(parseInt(nonce.replace('-', '').slice(0, 12), 16), 1796151600123);
});
