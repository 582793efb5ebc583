// Saving in the background, against a server that answers as told. Run: node --test e2e/designer/
import assert from 'node:assert/strict';
import { test } from 'node:test';

const root = new URL('../../Ticketing.App/wwwroot/js/designer/', import.meta.url);
const { Saver } = await import(new URL('saving/saver.js', root));

const set = name => ({ id: crypto.randomUUID(), name, changes: [] });
const step = s => ({ set: s, isMerged: false, last: s });

function started(answers) {
  const calls = [], kept = [];
  const api = { save: async (revision, sets) => {
    calls.push({ revision, names: sets.map(s => s.name) });
    return answers.shift() ?? { status: 200, body: { revision: revision + sets.length } };
  } };
  const saver = new Saver({ api, store: { save: sets => { kept.push(sets.map(s => s.name)); } }, revision: 1, page: {} });
  return { saver, calls, kept };
}

test('unsent sets are kept until the server has them', async () => {
  const { saver, calls, kept } = started([]);
  saver.add(step(set('a')));
  saver.add(step(set('b')));
  assert.deepEqual(kept.at(-1), ['a', 'b']);
  assert.equal(await saver.flush(), true);
  assert.deepEqual(calls, [{ revision: 1, names: ['a', 'b'] }]);
  assert.equal(saver.revision, 3);
  assert.deepEqual(kept.at(-1), []);
  assert.equal(saver.state, 'saved');
  saver.dispose();
});

test('a gesture replaces its unsent set', async () => {
  const { saver, calls } = started([]);
  const first = set('a');
  saver.add(step(first));
  saver.add({ set: { ...first, name: 'a2' }, isMerged: true, last: set('late') });
  await saver.flush();
  assert.deepEqual(calls[0].names, ['a2']);
  saver.dispose();
});

test('a gesture that goes on while its set is on its way sends the rest', async () => {
  const { saver, calls } = started([]);
  const first = set('a');
  saver.add(step(first));
  const running = saver.flush();
  saver.add({ set: first, isMerged: true, last: set('rest') });
  await running;
  await saver.flush();
  assert.deepEqual(calls.map(c => c.names), [['a'], ['rest']]);
  saver.dispose();
});

test('offline nothing is lost', async () => {
  const { saver, calls, kept } = started([{ status: 0, body: null }]);
  saver.add(step(set('a')));
  assert.equal(await saver.flush(), false);
  assert.equal(saver.state, 'offline');
  assert.deepEqual(kept.at(-1), ['a']);
  assert.equal(await saver.flush(), true);
  assert.equal(calls.length, 2);
  saver.dispose();
});

test('a conflict holds everything back until it is decided', async () => {
  const { saver, calls } = started([{ status: 409, body: { changes: [] } }]);
  let told = 0;
  saver.addEventListener('conflict', () => told++);
  saver.add(step(set('a')));
  await saver.flush();
  saver.add(step(set('b')));
  await saver.flush();
  assert.equal(calls.length, 1);
  assert.equal(told, 1);
  saver.resume(9, saver.unsent);
  await saver.flush();
  assert.deepEqual(calls.at(-1), { revision: 9, names: ['a', 'b'] });
  saver.dispose();
});

test('of several sets the refused one is found', async () => {
  const refusal = { status: 422, body: { detail: 'no' } };
  const { saver } = started([refusal, { status: 200, body: { revision: 2 } }, refusal]);
  let refused = null;
  saver.addEventListener('refused', e => { refused = e.detail.set.name; });
  saver.add(step(set('good')));
  saver.add(step(set('bad')));
  await saver.flush();
  assert.equal(refused, 'bad');
  assert.deepEqual(saver.unsent.map(s => s.name), ['bad']);
  saver.dispose();
});
