// Hardware scanners, and when a new version may be taken into use. Run: node --test e2e/checkin/
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId, signCode, ticketKey } from './fake-server.mjs';
import { load } from './helpers.mjs';

// As much of a page as a scanner needs.
class Field {
  value = '';
  isContentEditable = false;
  matches() { return true; }
}
globalThis.HTMLElement = Field;

const { Scanner } = await load('scanner.js');
const { mayUpdate } = await load('updates.js');

function typist(target = {}) {
  const found = [];
  let time = 0;
  const scanner = new Scanner({ addEventListener: () => {} }, text => found.push(text), () => time);
  const type = (text, gap) => {
    for (const key of [...text, 'Enter']) {
      time += gap;
      let isTaken = false;
      scanner.key({ key, target, preventDefault: () => { isTaken = true; }, stopPropagation: () => {} });
      if (!isTaken && key !== 'Enter' && target instanceof Field) {
        target.value += key;
      }
    }
    time += 1000;
  };
  return { found, type };
}

const performance = newId();
const code = await signCode(newId(), performance, await ticketKey(performance));

test('a code that is typed fast is a scan, wherever the focus is', () => {
  const anywhere = typist();
  anywhere.type(code, 5);
  assert.deepEqual(anywhere.found, [code]);
  const field = new Field();
  field.value = 'mul';
  const inField = typist(field);
  inField.type(code, 5);
  assert.deepEqual(inField.found, [code]);
  assert.equal(field.value, 'mul');
});

test('a scanner with caps lock on is understood', () => {
  const { found, type } = typist();
  type(code.toLowerCase(), 5);
  assert.deepEqual(found, [code]);
});

test('a person who types is no scanner', () => {
  const field = new Field();
  const { found, type } = typist(field);
  type('TK1.ABC', 150);
  type('Jürgen Müller', 120);
  assert.deepEqual(found, []);
  assert.equal(field.value, 'TK1.ABCJürgen Müller');
});

test('another code is judged where nobody is typing', () => {
  const anywhere = typist();
  anywhere.type('4006381333931', 5);
  assert.deepEqual(anywhere.found, ['4006381333931']);
  const inField = typist(new Field());
  inField.type('4006381333931', 5);
  assert.deepEqual(inField.found, []);
});

test('a new version waits for an idle minute and an empty queue', () => {
  assert.equal(mayUpdate({ now: 60_000, lastActivity: 0, unsent: 0, isForced: false }), true);
  assert.equal(mayUpdate({ now: 59_999, lastActivity: 0, unsent: 0, isForced: false }), false);
  assert.equal(mayUpdate({ now: 600_000, lastActivity: 0, unsent: 1, isForced: false }), false);
  assert.equal(mayUpdate({ now: 1, lastActivity: 0, unsent: 9, isForced: true }), true);
});
