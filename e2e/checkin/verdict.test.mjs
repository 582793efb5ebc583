// The rules at the gate, by the vectors that the server's rules pass too. Run: node --test e2e/checkin/
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

const { judge, liftable } = await import(new URL('../../Ticketing.App/wwwroot/js/checkin/verdict.js', import.meta.url));
const vectors = JSON.parse(await readFile(new URL('../../Ticketing.Tests/CheckIn/verdicts.json', import.meta.url), 'utf8'));

for (const { name, input, output } of vectors) {
  test(`verdict: ${name}`, () => assert.deepEqual(judge(structuredClone(input)), output));
}

test('the vectors have every verdict and every policy', () => {
  const verdicts = new Set(vectors.map(v => v.output.verdict));
  for (const verdict of ['not-a-ticket', 'unknown', 'not-genuine', 'void', 'blocked', 'too-early', 'over', 'wrong-performance', 'wrong-gate', 'already-in', 'full',
    'not-inside', 'update-app', 'welcome', 'goodbye']) {
    assert.ok(verdicts.has(verdict), verdict);
  }
  for (const policy of ['once', 'reentry', 'daily', 'free']) {
    assert.ok(vectors.some(v => v.input.gate.policy === policy), policy);
  }
  for (const verdict of liftable) {
    assert.ok(vectors.some(v => v.output.why === verdict && v.input.override), verdict);
  }
});
