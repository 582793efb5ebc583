// Search by name and order number. Run: node --test e2e/checkin/
import assert from 'node:assert/strict';
import { performance as timer } from 'node:perf_hooks';
import { test } from 'node:test';
import { sealBlock } from './fake-server.mjs';
import { load } from './helpers.mjs';

const { fold, hitsMax, SearchIndex } = await load('search.js');

const index = new SearchIndex([
  ['Jürgen Müller', 'K7M2-9QXA', '01'], ['Zoë Ångström', 'K7M2-9QXA', '02', 'VIP'], ['Łukasz Żółć', 'AAAA-0001', '03'], ['Ann-Kathrin Groß', 'BBBB-0002', '04'],
  ...Array.from({ length: 20 }, (_, i) => [`Smith ${i}`, `CCCC-${1000 + i}`, `1${i}`]),
]);
const refs = query => index.find(query).hits.map(hit => hit.ref);

test('diacritics and spellings do not matter', () => {
  assert.equal(fold('  Żółć–ÅNG '), 'zolc ang');
  for (const query of ['muller', 'MÜLLER', 'mueller', 'jur mul', 'müller jürgen', 'juergen']) {
    assert.deepEqual(refs(query), ['01'], query);
  }
  assert.deepEqual(refs('angstrom'), ['02']);
  assert.deepEqual(refs('zolc'), ['03']);
  assert.deepEqual(refs('gross'), ['04']);
  assert.deepEqual(refs('kathrin'), ['04']);
});

test('fewer than three letters find nothing', () => {
  for (const query of ['', ' ', 'm', 'mu', '  mu ', '--', 'ü']) {
    assert.deepEqual(index.find(query), { hits: [], more: false, short: true }, query);
  }
});

test('an order number finds its tickets, however it is typed', () => {
  for (const query of ['K7M2-9QXA', 'k7m29qxa', ' K7M2 9QXA ']) {
    assert.deepEqual(refs(query), ['01', '02'], query);
  }
  assert.deepEqual(refs('K7M2'), []); // a part of a number browses
});

test('at most five hits, and it says that there are more', () => {
  const { hits, more } = index.find('smith');
  assert.equal(hits.length, hitsMax);
  assert.equal(more, true);
});

test('a changed name replaces the old one', () => {
  const own = new SearchIndex([['Old Name', 'X', '01']]);
  own.add([['New Name', 'X', '01'], ['Other', 'X', '02']]);
  assert.deepEqual(own.find('old').hits, []);
  assert.equal(own.find('new').hits.length, 1);
  assert.deepEqual(own.group('01'), ['02']);
  assert.equal(own.count, 2);
});

test('the block opens with the shift\'s key only', async () => {
  const key = crypto.getRandomValues(new Uint8Array(32));
  const block = await sealBlock([['Anna Berg', 'K7', '01']], key);
  assert.equal((await SearchIndex.open(block, key)).find('anna').hits[0].name, 'Anna Berg');
  assert.equal(await SearchIndex.open(block, crypto.getRandomValues(new Uint8Array(32))), null);
});

test('50,000 names (times are printed, not judged)', () => {
  const syllables = ['ka', 'lo', 'mi', 'ber', 'stein', 'gra', 'hof', 'an', 'na', 'ros', 'el', 'win'];
  const name = n => [0, 1, 2].map(i => syllables[Math.floor(n / syllables.length ** i) % syllables.length]).join('');
  const rows = Array.from({ length: 50_000 }, (_, i) => [`${name(i)} ${name(i * 7)}`, `N${i}`, i.toString(16)]);
  const begin = timer.now();
  const large = new SearchIndex(rows);
  const built = timer.now();
  for (const query of ['hof', 'kalo mi', 'zzz', 'N49999', 'stein ros']) {
    large.find(query);
  }
  console.log(`# built in ${(built - begin).toFixed(0)} ms, a search in ${((timer.now() - built) / 5).toFixed(1)} ms`);
});
