// The device's idea of the server's time. Run: node --test e2e/checkin/
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from './helpers.mjs';

const { Clock } = await load('clock.js');

// A phone: its clock is `behind` the server's; both run by `pass`.
function phone(behind, kept = null) {
  const state = { server: 1_796_151_600_000, monotonic: 5000, wall: 1_796_151_600_000 - behind };
  const clock = new Clock({ wall: () => state.wall, monotonic: () => state.monotonic, kept });
  const pass = (ms, { asleep = false } = {}) => {
    state.server += ms;
    state.wall += ms;
    state.monotonic += asleep ? 0 : ms;
  };
  const sync = (there, back) => {
    const t0 = clock.local;
    pass(there);
    const t1 = state.server;
    pass(5);
    const t2 = state.server;
    pass(back);
    clock.sample(t0, t1, t2, clock.local);
  };
  return { state, clock, pass, sync };
}

test('a clock ten minutes slow is measured', () => {
  const { state, clock, sync } = phone(600_000);
  assert.equal(clock.isMeasured, false);
  sync(40, 40);
  assert.equal(clock.now, state.server);
  assert.equal(clock.uncertainty, 40);
  assert.equal(clock.offset, 600_000);
});

test('an uneven way is wrong by no more than the uncertainty', () => {
  const { state, clock, sync } = phone(-3_000);
  sync(10, 310);
  assert.ok(Math.abs(clock.now - state.server) <= clock.uncertainty);
});

test('the best of the last eight counts', () => {
  const { state, clock, sync } = phone(1000);
  sync(20, 20);
  for (let i = 0; i < 7; i++) {
    sync(900, 100);
  }
  assert.equal(clock.uncertainty, 20);
  assert.equal(clock.now, state.server);
  sync(900, 100);
  assert.equal(clock.uncertainty, 500);
});

test('a clock that is set while scanning changes nothing but is noticed', () => {
  const { state, clock, pass, sync } = phone(0);
  sync(20, 20);
  for (const jump of [600_000, -1_200_000]) {
    state.wall += jump;
    pass(5000);
    assert.equal(clock.now, state.server);
    assert.equal(clock.wasSet, true);
  }
  assert.equal(clock.offset, 600_000);
});

test('sleep is not a set clock', () => {
  const { state, clock, pass, sync } = phone(250);
  sync(20, 20);
  clock.visible(false);
  pass(900_000, { asleep: true });
  clock.visible(true);
  assert.equal(clock.now, state.server);
  assert.equal(clock.wasSet, false);
  assert.ok(clock.uncertainty > 20);
});

test('a clock set back while hidden is not sleep', () => {
  const { state, clock, pass, sync } = phone(0);
  sync(20, 20);
  clock.visible(false);
  state.wall -= 600_000;
  pass(10_000);
  clock.visible(true);
  assert.equal(clock.now, state.server);
});

test('a restart goes on from what was kept', () => {
  const first = phone(600_000);
  first.sync(30, 30);
  const second = phone(600_000, first.clock.keep());
  assert.equal(second.clock.now, second.state.server);
  assert.ok(second.clock.uncertainty >= 2000 && second.clock.isMeasured);
});

test('a refusal says the time', () => {
  const { state, clock, pass } = phone(7_200_000);
  pass(100);
  clock.set(state.server, 100);
  assert.ok(Math.abs(clock.now - state.server) <= 50);
});

test('nonsense is not a measurement', () => {
  const { clock } = phone(0);
  clock.sample(10, NaN, 3, 4);
  clock.sample(10, 5, 6, 1);
  clock.sample(1, 6, 5, 10);
  assert.equal(clock.isMeasured, false);
});
