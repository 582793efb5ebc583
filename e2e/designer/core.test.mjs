// The designer's document: numbering, layout, change sets, undo, arranging. Run: node --test e2e/designer/
import assert from 'node:assert/strict';
import { test } from 'node:test';

const core = new URL('../../Ticketing.App/wwwroot/js/designer/core/', import.meta.url);
const load = name => import(new URL(`${name}.js`, core));
const [{ names }, { seatsOf }, { PlanModel }, changes, { History }, overrides, transform, arrange, { object }, { compared }, rebase, snap, { statistics }, { duplicateLabels }] =
  await Promise.all(['numbering', 'layout', 'model', 'changes', 'history', 'overrides', 'transform', 'arrange', 'objects', 'compare', 'rebase', 'snap', 'statistics', 'labels'].map(load));
const { change, changeSet, inverse, same } = changes;

const row = more => object({ type: 'row', id: 'r1', name: 'A', section: 's', category: 'c', seats: 4, spacing: 50, ...more });
const plan = (...objects) => new PlanModel({
  format: 2, name: 'Hall', seatRadius: 25, sections: [{ key: 's', name: 'Stalls' }], categories: [{ key: 'c', name: 'One', color: '#5b8def' }, { key: 'd', name: 'Two', color: '#dd8844' }], objects,
});
const near = (a, b) => assert.ok(Math.abs(a - b) < 0.5, `${a} is not ${b}`);

test('numbers, letters, parities, gaps', () => {
  assert.deepEqual(names({ parity: 'odd' }, 3), ['1', '3', '5']);
  assert.deepEqual(names({ parity: 'even', start: 2, reversed: true }, 3), ['6', '4', '2']);
  assert.deepEqual(names({ style: 'letters', start: 25 }, 3), ['Y', 'Z', 'AA']);
  assert.deepEqual(names({ style: 'letters', start: 8, skipIO: true }, 3), ['H', 'J', 'K']);
  assert.deepEqual(names({ start: 12, skip: ['13'], prefix: 'L' }, 2), ['L12', 'L14']);
});

test('a straight row lies centred on its anchor, its aisle apart', () => {
  const seats = seatsOf(row({ x: 100, y: 50, aisles: [{ after: 2, width: 100 }] }), 25);
  assert.deepEqual([...seats.x], [-25, 25, 175, 225]);
  assert.deepEqual([...seats.y], [50, 50, 50, 50]);
});

test('a curved row bends its ends towards the stage', () => {
  const seats = seatsOf(row({ radius: 500 }), 25);
  assert.ok(seats.y[0] < seats.y[1] && seats.y[1] < 0);
  near(Math.hypot(seats.x[0], seats.y[0] + 500), 500);
});

test('a block grows, shears and names its rows', () => {
  const seats = seatsOf(object({ type: 'block', id: 'b1', rows: 3, seats: 2, seatGrowth: 0.5, spacing: 50, rowSpacing: 90, skew: 10 }), 25);
  assert.deepEqual(seats.counts, [2, 2, 3]);
  assert.deepEqual(seats.rowNames, ['A', 'B', 'C']);
  assert.equal(seats.x[2], -15);
  assert.equal(seats.y[6], 180);
});

test('a row follows its path', () => {
  const seats = seatsOf(row({ path: [[0, 0], [100, 0], [100, 100]] }), 25);
  assert.deepEqual([...seats.x].map(Math.round), [25, 75, 100, 100]);
  assert.deepEqual([...seats.y].map(Math.round), [0, 0, 25, 75]);
});

test('tables seat their guests around them', () => {
  const round = seatsOf(object({ type: 'table', id: 't', name: '1', seats: 4, width: 100 }), 25);
  assert.deepEqual([...round.y].map(y => Math.round(y) + 0), [-85, 0, 85, 0]);
  const long = seatsOf(object({ type: 'table', id: 't', name: '1', shape: 'rectangular', seats: 7, endSeats: 1, width: 300, depth: 80 }), 25);
  assert.deepEqual([...long.y].map(y => Math.round(y) + 0), [-75, -75, -75, 0, 75, 75, 0]);
});

test('overrides of seats win over those of rows', () => {
  const seats = seatsOf(row({ overrides: [{ row: 0, seat: 1, category: 'c', dx: 5 }, { row: 0, category: 'd', kind: 'wheelchair', dx: 2 }] }), 25);
  assert.deepEqual(seats.category, ['d', 'c', 'd', 'd']);
  assert.deepEqual([...seats.kind], [1, 1, 1, 1]);
  assert.deepEqual([...seats.x], [-73, -20, 27, 77]);
});

test('painting folds what all seats agree on into the object', () => {
  const one = overrides.withSeats(row(), 25, [1, 2], { category: 'd' });
  assert.deepEqual(one.overrides.map(o => [o.seat, o.category]), [[1, 'd'], [2, 'd']]);
  const all = overrides.withSeats(one, 25, [0, 3], { category: 'd' });
  assert.deepEqual([all.category, all.overrides], ['d', []]);
  const gap = overrides.withSeats(all, 25, [0], { removed: true });
  assert.equal(seatsOf(gap, 25).left, 3);
  assert.deepEqual(overrides.withSeats(gap, 25, [0], { removed: null }).overrides, []);
});

test('applying a set and its inverse is identity, order included', () => {
  const model = plan(row(), row({ id: 'r2', name: 'B', y: 90 }), row({ id: 'r3', name: 'C', y: 180 }));
  const before = JSON.stringify(model.toDocument());
  const keys = [...model.objects.keys()];
  const set = changeSet('Remove', [
    change('object', 'r1', model.objects.get('r1'), null),
    change('object', 'r3', model.objects.get('r3'), { ...model.objects.get('r3'), x: 500 }),
    change('category', 'd', model.categories.get('d'), null),
    change('document', 'objectOrder', { value: keys }, { value: ['r2', 'r3'] }),
    change('document', 'focus', null, { value: [0, -300] }),
  ]);
  model.apply(set);
  assert.deepEqual([...model.objects.keys()], ['r2', 'r3']);
  assert.deepEqual(model.focus, [0, -300]);
  model.apply(inverse(set));
  assert.equal(JSON.stringify(model.toDocument()), before);
});

test('an order is completed with what others added', () => {
  const model = plan(row(), row({ id: 'r2' }), row({ id: 'r9' }));
  const set = changeSet('Order', [change('document', 'objectOrder', null, { value: ['r2', 'r1', 'gone'] })]);
  assert.deepEqual(model.completed(set).changes[0].after.value, ['r2', 'r1', 'r9']);
});

test('a misfit is found, absent and null are the same', () => {
  const model = plan(row());
  assert.equal(model.misfit(changeSet('x', [change('object', 'r1', { ...model.objects.get('r1'), path: null }, null)])), null);
  assert.ok(model.misfit(changeSet('x', [change('object', 'r1', { ...model.objects.get('r1'), x: 9 }, null)])));
});

test('undo has no limit, redo goes on, a gesture is one step', () => {
  const model = plan(row());
  const history = new History();
  const move = (dx, gesture, at) => {
    const o = model.objects.get('r1');
    const set = changeSet('Move', [change('object', 'r1', o, transform.moved(o, dx, 0))]);
    model.apply(set);
    return history.add(set, gesture, at);
  };
  for (let i = 0; i < 2000; i++) { move(1, null, i); }
  assert.equal(move(5, 'nudge', 5000), null);
  assert.ok(move(5, 'nudge', 5100));
  assert.equal(history.steps, 2001);
  const fits = set => model.misfit(set) === null;
  model.apply(history.undo(fits));
  assert.equal(model.objects.get('r1').x, 2000);
  for (let i = 0; i < 2000; i++) { model.apply(history.undo(fits)); }
  assert.equal(model.objects.get('r1').x, 0);
  assert.equal(history.undo(fits), null);
  for (let i = 0; i < 2001; i++) { model.apply(history.redo(fits)); }
  assert.equal(model.objects.get('r1').x, 2010);
});

test('undo is refused once somebody changed the part', () => {
  const model = plan(row());
  const history = new History();
  const o = model.objects.get('r1');
  const set = changeSet('Move', [change('object', 'r1', o, { ...o, x: 10 })]);
  model.apply(set);
  history.add(set);
  model.apply(changeSet('Foreign', [change('object', 'r1', { ...o, x: 10 }, { ...o, x: 99 })]));
  assert.equal(history.undo(s => model.misfit(s) === null), null);
  assert.equal(history.canUndo, false);
});

test('mirroring twice is identity, a seat keeps its number', () => {
  const o = row({ x: 30, angle: 20, aisles: [{ after: 1, width: 80 }], overrides: [{ row: 0, seat: 0, category: 'd', removed: false }] });
  const mirror = transform.mirrored(o, 100);
  assert.ok(same(transform.mirrored(mirror, 100), o));
  const a = seatsOf(o, 25), b = seatsOf(mirror, 25);
  near(b.x[3], 200 - a.x[0]);
  near(b.y[3], a.y[0]);
  assert.equal(b.numbers[3], a.numbers[0]);
  assert.equal(b.category[3], 'd');
});

test('turning moves the seats about the point', () => {
  const o = transform.rotated(row({ x: 100 }), [0, 0], 90);
  near(o.x, 0);
  near(o.y, 100);
  assert.equal(o.angle, 90);
});

test('a split row keeps the places and numbers of its seats; a merge brings it back', () => {
  for (const reversed of [false, true]) {
    const o = row({ seats: 6, x: 40, y: 10, angle: 30, seatNumbering: { start: 3, reversed } });
    const parts = arrange.split(o, 2, 'r2');
    const whole = seatsOf(o, 25), split = parts.map(p => seatsOf(p, 25));
    assert.deepEqual(parts.map(p => p.id), ['r1', 'r2']);
    assert.deepEqual(split.flatMap(s => s.numbers), whole.numbers);
    split.flatMap(s => [...s.x]).forEach((x, i) => near(x, whole.x[i]));
    const merged = arrange.mergedRows(parts);
    [...seatsOf(merged, 25).x].forEach((x, i) => near(x, whole.x[i]));
    assert.equal(merged.id, 'r1');
  }
  assert.equal(arrange.mergedRows([row(), row({ y: 90 })]), null);
});

test('a gap between merged rows becomes an aisle', () => {
  const merged = arrange.mergedRows([row({ x: -150 }), row({ id: 'r2', x: 150 })]);
  assert.deepEqual(merged.aisles, [{ after: 4, width: 100, growth: 0 }]);
  assert.equal(merged.x, 0);
  assert.equal(merged.seats, 8);
});

test('objects are aligned and distributed by their boxes', () => {
  const model = plan(row(), row({ id: 'r2', x: 37, y: 100 }), row({ id: 'r3', x: 80, y: 400 }));
  const items = [...model.objects.values()].map(o => ({ object: o, box: model.box(o) }));
  assert.deepEqual(arrange.aligned(items, 'left').map(o => o.x), [0, 0, 0]);
  assert.deepEqual(arrange.distributed(items, 1).map(o => o.y), [0, 200, 400]);
});

test('copies get ids that were never used, groups stay groups', () => {
  const copies = arrange.duplicated([row({ group: 'g' }), row({ id: 'r7', group: 'g' })], ['r1', 'r7', 'r12'], 0, 90);
  assert.deepEqual(copies.map(o => o.id), ['r13', 'r14']);
  assert.equal(copies[0].group, copies[1].group);
  assert.notEqual(copies[0].group, 'g');
});

test('a moved box snaps to neighbours before the grid', () => {
  const lines = snap.linesOf([[100, 0, 200, 50]]);
  const { dx, dy, guides } = snap.snapped([103, 500, 153, 540], lines, { reach: 8, grid: 50 });
  assert.equal(dx, -3);
  assert.equal(dy, -20);
  assert.equal(guides.length, 1);
});

test('comparing finds what was added, removed, moved, changed', () => {
  const a = plan(row(), row({ id: 'r2' }), row({ id: 'r3' }), row({ id: 'r4' })), b = plan(row(), row({ id: 'r2', x: 50 }), row({ id: 'r3', seats: 9 }), row({ id: 'r5' }));
  const diff = compared(a.objects, b.objects);
  assert.deepEqual([diff.added.map(o => o.id), diff.removed.map(o => o.id), diff.moved.map(m => m[0].id), diff.changed.map(m => m[0].id)], [['r5'], ['r4'], ['r2'], ['r3']]);
});

test('own sets on other parts are rebased, the same part is a conflict', () => {
  const [a, b] = [row(), row({ id: 'r2' })];
  const own = [changeSet('Move', [change('object', 'r1', a, { ...a, x: 1 }), change('object', 'r2', b, { ...b, x: 1 })]), changeSet('Name', [change('document', 'name', { value: 'Hall' }, { value: 'House' })])];
  const others = [changeSet('Foreign', [change('object', 'r2', b, { ...b, x: 7 })])];
  const { sets, conflicts } = rebase.rebased(own, others);
  assert.deepEqual(sets.map(s => s.changes.map(c => c.key)), [['r1'], ['name']]);
  assert.equal(conflicts.length, 1);
  const theirs = () => ({ ...b, x: 7 });
  assert.equal(rebase.open(conflicts, theirs).length, 1);
  assert.equal(rebase.open(conflicts, () => ({ ...b, x: 1 })).length, 0);
  const mine = rebase.keepMine('Keep mine', conflicts, theirs);
  assert.deepEqual([mine.changes[0].before.x, mine.changes[0].after.x], [7, 1]);
});

test('statistics count places by category, section, kind', () => {
  const model = plan(row({ overrides: [{ row: 0, seat: 0, kind: 'wheelchair', category: 'd' }, { row: 0, seat: 1, removed: true }] }),
    object({ type: 'area', id: 'a1', section: 'x', category: 'd', capacity: 100, points: [[0, 0], [1, 0], [1, 1]] }));
  const s = statistics(model);
  assert.deepEqual([s.seats, s.places, s.byCategory.get('c'), s.byCategory.get('d'), s.byKind.get('wheelchair')], [3, 103, 2, 101, 1]);
});

test('equal labels in a section are found before they are made', () => {
  const model = plan(row(), row({ id: 'r2', name: 'B' }));
  assert.deepEqual(duplicateLabels(model, new Map()), []);
  assert.deepEqual(duplicateLabels(model, new Map([['r2', { ...model.objects.get('r2'), name: 'A', seats: 2 }]])), ['Stalls-A-1', 'Stalls-A-2']);
});

test('20,400 seats move and come back', () => {
  const model = plan(...Array.from({ length: 600 }, (_, i) => row({ id: `r${i}`, name: `${i}`, seats: 34, y: i * 90 })));
  const set = changeSet('Move', [...model.objects.values()].map(o => change('object', o.id, o, transform.moved(o, 5, 0))));
  model.apply(set);
  model.apply(inverse(set));
  assert.equal(statistics(model).seats, 20400);
});

test('a large set goes out in pieces, each of which fits the document', () => {
  const model = plan(row(), row({ id: 'r2', section: 'old' }));
  model.apply(changeSet('x', [change('section', 'old', null, { key: 'old', name: 'Old' })]));
  const set = changeSet('Import', [
    change('section', 'old', { key: 'old', name: 'Old' }, null),
    change('document', 'objectOrder', null, { value: ['r1', 'n0'] }),
    change('object', 'r2', model.objects.get('r2'), null),
    ...Array.from({ length: 50 }, (_, i) => change('object', `n${i}`, null, row({ id: `n${i}`, section: 'new' }))),
    change('section', 'new', null, { key: 'new', name: 'New' }),
  ]);
  assert.deepEqual(changes.inPieces(set, 1e6), [set]);
  const pieces = changes.inPieces(set, 4000);
  assert.ok(pieces.length > 4 && pieces[0].id === set.id && new Set(pieces.map(p => p.id)).size === pieces.length);
  for (const piece of pieces) {
    assert.equal(model.misfit(piece), null);
    model.apply(model.completed(piece));
    assert.ok([...model.objects.values()].every(o => model.sections.has(o.section)));
  }
  assert.equal(model.sections.has('old'), false);
  assert.equal(model.objects.size, 51);
});
