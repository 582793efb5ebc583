// Every text of the app has a German one, and every verdict has its words. Run: node --test e2e/checkin/
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { load } from './helpers.mjs';

const root = new URL('../../Ticketing.App/wwwroot/js/checkin/', import.meta.url);
const { german, keys } = await load('texts.js');
const { Texts } = await import(new URL('../seatmap/texts.js', root));
const { describe } = await load('ui/words.js');
const { Format } = await load('ui/format.js');
const files = (await readdir(root, { recursive: true })).filter(file => file.endsWith('.js') && !file.startsWith('texts') && !file.startsWith('vendor'));
const sources = await Promise.all(files.map(async file => [file, await readFile(new URL(file, root), 'utf8')]));

test('texts in the modules', () => {
  const used = new Set();
  for (const [file, source] of sources) {
    for (const [, key] of source.matchAll(/\bt\('((?:[^'\\\n]|\\.)*)'/g)) {
      used.add(key);
      assert.ok(key in german, `${file}: ${key}`);
    }
    for (const [, title, text] of source.matchAll(/\bfail\('([^']*)', '([^']*)'/g)) {
      used.add(title).add(text);
      assert.ok(title in german && text in german, `${file}: ${title}`);
    }
  }
  assert.deepEqual(keys.filter(key => !used.has(key)), []);
});

test('placeholders are the same in both languages', () => {
  const places = text => [...text.matchAll(/\{\d\}/g)].map(match => match[0]).sort().join();
  for (const key of keys) {
    assert.equal(places(german[key]), places(key), key);
  }
});

// A verdict as the judge gives it, at Gate A of a date in Vienna.
const zone = 'Europe/Vienna', now = Date.parse('2026-12-01T18:42:00Z');
const gate = { id: 'a', name: 'Gate A', policy: 'once', opensAt: now + 60_000, closesAt: now - 60_000 };
const pack = { header: { performance: { timeZone: zone } }, gate: id => (id === 'b' ? { name: 'Gate B' } : null) };
const ticket = { lastGate: 'b', lastAt: now - 300_000, checkId: false, hasNote: false };
const words = (verdict, more = {}, language = 'en') => {
  const texts = new Texts(language === 'de' ? german : {}, language);
  const described = describe({ verdict, gate, gates: [], pack, ticket, kind: 'entry', ...more }, { t: (key, ...values) => texts.t(key, ...values), format: new Format(`${language}-AT`), now });
  return [described.kind, [described.word, ...described.lines].join(' ')];
};

test('each verdict says what it is, and what to do', () => {
  assert.deepEqual(words('welcome', { place: { section: 'Stalls', row: '12', seat: '4' }, tier: 'Adult' }), ['good', 'Welcome Stalls, row 12, seat 4 Adult']);
  assert.deepEqual(words('welcome', { unlisted: true, place: null }), ['good', 'Welcome Sold after the last update']);
  assert.deepEqual(words('goodbye'), ['leave', 'Goodbye']);
  assert.deepEqual(words('not-genuine'), ['bad', 'Not genuine The signature is wrong. This ticket was forged or altered.']);
  assert.deepEqual(words('void', { why: 'replaced' }), ['bad', 'Void A newer ticket exists. Only the newest one is valid.']);
  assert.deepEqual(words('void', { why: 'refunded' }), ['bad', 'Void The money for this ticket was returned.']);
  assert.deepEqual(words('void', { why: 'disputed' }), ['bad', 'Void The payment for this ticket was taken back by the bank.']);
  assert.deepEqual(words('void', { why: 'cancelled' }), ['bad', 'Void This ticket was cancelled.']);
  assert.deepEqual(words('blocked', { why: 'staff' }), ['bad', 'See supervisor This ticket was blocked by staff.']);
  assert.deepEqual(words('too-early'), ['wait', 'Too early Gate A opens at 19:43.']);
  assert.deepEqual(words('over'), ['bad', 'Closed Gate A closed at 19:41.']);
  assert.deepEqual(words('wrong-performance', { otherTitle: { title: 'Hamlet', startsAt: Date.parse('2026-12-03T19:00:00Z') } }), ['bad', 'Wrong performance This ticket is for Hamlet, Thu, 3 Dec, 20:00.']);
  assert.deepEqual(words('wrong-gate', { gates: ['Gate B', 'Gate C'] }), ['wait', 'Go to Gate B or Gate C This ticket is not for Gate A.']);
  assert.deepEqual(words('already-in', { why: 'inside' }), ['bad', 'Already in In at 19:37, Gate B.']);
  assert.deepEqual(words('already-in', { why: 'used' }), ['bad', 'Already in Used before, out at 19:37, Gate B.']);
  assert.deepEqual(words('full', { why: 'house' }), ['wait', 'Wait: full The house has reached its capacity.']);
  assert.deepEqual(words('duplicate', { other: { gate: 'Gate B', device: 'Phone 2', at: now } }), ['bad', 'Already in First in at Gate B (Phone 2), 19:42.']);
  for (const verdict of ['not-a-ticket', 'unknown', 'not-inside', 'update-app']) {
    assert.equal(words(verdict)[0], 'wait');
  }
});

test('the same in German', () => {
  assert.deepEqual(words('already-in', { why: 'inside' }, 'de'), ['bad', 'Schon drin Drin seit 19:37, Gate B.']);
  assert.deepEqual(words('wrong-gate', { gates: ['Tor 2'] }, 'de'), ['wait', 'Zu Tor 2 Dieses Ticket ist nicht für Gate A.']);
});

test('tasks before somebody goes in; none of them in a kiosk', () => {
  const texts = new Texts({}, 'en');
  const of = kiosk => describe({ verdict: 'welcome', gate, gates: [], pack, ticket: { ...ticket, checkId: true, hasNote: true }, person: { name: 'Anna', note: 'Nut allergy' }, place: null },
    { t: (key, ...values) => texts.t(key, ...values), format: new Format('en'), now, kiosk });
  assert.deepEqual([of(false).tasks, of(false).person], [['Check ID', 'Nut allergy'], 'Anna']);
  assert.deepEqual([of(true).tasks, of(true).person], [['Check ID'], null]);
});
