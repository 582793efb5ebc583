// Handles, names, templates and the editor's commands without a screen. Run: node --test e2e/designer/
import assert from 'node:assert/strict';
import { test } from 'node:test';

const root = new URL('../../Ticketing.App/wwwroot/js/designer/', import.meta.url);
const load = path => import(new URL(path, root));
const { PlanModel } = await load('core/model.js');
const { Editor } = await load('editor.js');
const { object } = await load('core/objects.js');
const { dragged } = await load('canvas/handles.js');
const { keyOf } = await load('commands.js');
const { changesOf, templates } = await load('templates.js');
const { duplicateLabels } = await load('core/labels.js');
const edits = await load('edits.js');

const t = (key, ...values) => key.replace(/\{(\d)\}/g, (_, n) => values[n]);
const empty = () => new Editor(new PlanModel({ format: 2, name: 'Hall', seatRadius: 25 }), { readOnly: false, t, mark: '' });
const addRow = (editor, more) => editor.add('Add a row', [{ type: 'row', name: 'A', seats: 10, ...more }])[0];

test('the first row brings its section, undo takes both back', () => {
  const editor = empty();
  addRow(editor);
  assert.equal(editor.model.sections.size, 1);
  assert.equal(editor.single.section, [...editor.model.sections.keys()][0]);
  editor.undo();
  assert.equal(editor.model.objects.size + editor.model.sections.size, 0);
  editor.redo();
  assert.equal(editor.model.objects.size, 1);
});

test('every change is told once for saving; a read-only editor changes nothing', () => {
  const editor = empty();
  const sets = [];
  editor.addEventListener('commit', e => sets.push(e.detail.set));
  addRow(editor);
  editor.undo();
  assert.equal(sets.length, 2);
  assert.notEqual(sets[0].id, sets[1].id);
  editor.readOnly = true;
  assert.equal(addRow(editor).id !== undefined && editor.model.objects.size, 0);
  assert.equal(sets.length, 2);
});

test('a bent row lies on a circle, a small bend makes it straight', () => {
  const model = new PlanModel({ seatRadius: 25 });
  const o = object({ type: 'row', id: 'r1', name: 'A', seats: 11, spacing: 50 });
  const bend = by => dragged(model, o, { kind: 'bend' }, [0, 0], [0, by], false);
  assert.equal(bend(2).radius, 0);
  assert.equal(bend(50).radius, 650);
  assert.equal(bend(-50).radius, -650);
});

test('a row grows at its right end, the left one stays', () => {
  const model = new PlanModel({ seatRadius: 25 });
  const o = object({ type: 'row', id: 'r1', name: 'A', seats: 4, spacing: 50, angle: 90 });
  const longer = dragged(model, o, { kind: 'seats' }, [0, 0], [0, 100], false);
  assert.equal(longer.seats, 6);
  assert.deepEqual([...model.seats(longer).y].slice(0, 4).map(Math.round), [...model.seats(o).y].map(Math.round));
});

test('a turn snaps to 15 degrees, with Alt it does not', () => {
  const model = new PlanModel({ seatRadius: 25 });
  const o = object({ type: 'row', id: 'r1', name: 'A' });
  assert.equal(dragged(model, o, { kind: 'rotate' }, [0, -50], [50, -49], false).angle, 45);
  assert.notEqual(dragged(model, o, { kind: 'rotate' }, [0, -50], [50, -49], true).angle, 45);
});

test('copies of rows go on with the letters and never share a label', () => {
  const editor = empty();
  addRow(editor);
  edits.duplicateBelow(editor);
  edits.duplicateBelow(editor);
  assert.deepEqual([...editor.model.objects.values()].map(o => o.name), ['A', 'B', 'C']);
  assert.deepEqual(duplicateLabels(editor.model, new Map([...editor.model.objects])), []);
  assert.deepEqual([...editor.model.objects.values()].map(o => o.y), [0, 90, 180]);
});

test('deleting a category takes it from objects and seats', () => {
  const editor = empty();
  editor.commit('Add a category', [{ part: 'category', key: 'c1', before: null, after: { key: 'c1', name: 'One', color: '#112233' } }]);
  editor.options.category = 'c1';
  addRow(editor);
  assert.equal(editor.single.category, 'c1');
  edits.removeCategory(editor, 'c1');
  assert.equal(editor.single.category, undefined);
  editor.undo();
  assert.equal(editor.model.objects.get('r1').category, 'c1');
});

test('deleting a section takes its objects, undo restores the order', () => {
  const editor = empty();
  const template = templates.find(x => x.id === 'theatre');
  editor.commit('Begin with a template', changesOf(template, t));
  const before = JSON.stringify(editor.model.toDocument());
  edits.removeSection(editor, 's1');
  assert.equal([...editor.model.objects.values()].some(o => o.section === 's1'), false);
  editor.undo();
  assert.equal(JSON.stringify(editor.model.toDocument()), before);
});

test('templates have places, categories and no label twice', () => {
  for (const template of templates) {
    const editor = empty();
    editor.commit('Begin with a template', changesOf(template, t));
    const objects = new Map([...editor.model.objects]);
    assert.deepEqual(duplicateLabels(editor.model, objects), [], template.id);
    for (const o of objects.values()) {
      assert.ok(!('section' in o) || editor.model.sections.has(o.section), o.id);
      assert.ok(!('category' in o) || editor.model.categories.has(o.category), o.id);
    }
  }
});

test('members of a group are selected together, locked ones do not move', () => {
  const editor = empty();
  const a = addRow(editor), b = addRow(editor, { name: 'B', y: 90 });
  editor.select([a.id, b.id]);
  edits.group(editor);
  editor.select([a.id], { alone: false });
  assert.equal(editor.selection.size, 2);
  editor.select([a.id]);
  edits.lock(editor);
  edits.nudge(editor, 5, 0);
  assert.equal(editor.model.objects.get(a.id).x, 0);
});

test('keys are read as they are written in the list', () => {
  const key = (k, more) => keyOf({ key: k, ctrlKey: false, metaKey: false, shiftKey: false, ...more });
  assert.equal(key('z', { ctrlKey: true, shiftKey: true }), 'Ctrl+Shift+Z');
  assert.equal(key('z', { metaKey: true }), 'Ctrl+Z');
  assert.equal(key('?', { shiftKey: true }), '?');
  assert.equal(key('Tab', { shiftKey: true }), 'Shift+Tab');
});

test('an id that was removed in another session is not given again', () => {
  const sessions = ['abc', 'xyz'].map(mark => new Editor(new PlanModel({ seatRadius: 25 }), { readOnly: false, t, mark }));
  const [first, second] = sessions.map(editor => addRow(editor).id);
  assert.notEqual(first, second);
  assert.match(addRow(sessions[1]).id, /^r2xyz$/);
});
