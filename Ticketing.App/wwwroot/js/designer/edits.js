// Edits of the selection: what toolbar, palette, keyboard, tree and inspector have in common.

import { change } from './core/changes.js';
import { aligned, distributed, duplicated, equalised, mergedRows, split } from './core/arrange.js';
import { nextRowNames, nextRowNumbering, nextTableNames } from './core/naming.js';
import { isSeated, newIds } from './core/objects.js';
import { withSeats } from './core/overrides.js';
import { distance, middle } from './core/points.js';
import { onGrid } from './core/snap.js';
import { bentTo, mirrored, moved, rotated } from './core/transform.js';

const items = editor => editor.movable.map(object => ({ object, box: editor.model.box(object) }));
const isRows = o => (o.type === 'row' && !o.path) || o.type === 'block';

/** The object with its selected seats moved by local centimetres. */
export function nudged(editor, o, dx, dy) {
  return [...editor.seats].reduce((result, i) => {
    const said = o.overrides.find(s => s.row === editor.model.seats(o).row[i] && s.seat === editor.model.seats(o).seat[i]);
    return withSeats(result, editor.model.seatRadius, [i], { dx: (said?.dx ?? 0) + dx, dy: (said?.dy ?? 0) + dy });
  }, o);
}

export function nudge(editor, dx, dy) {
  const o = editor.enteredObject;
  if (o && editor.seats.size > 0) {
    editor.replace('Nudge seats', [nudged(editor, o, dx, dy)], { gesture: `nudge-seats:${dx}:${dy}` });
  } else {
    editor.replace('Move objects', editor.movable.map(m => moved(m, dx, dy)), { gesture: `nudge:${[...editor.selection].join()}` });
  }
}

/** Moves the selection so that its box's corner comes to the next line of the grid in a direction. */
export function nudgeToGrid(editor, dx, dy) {
  const box = editor.model.boxOfAll(editor.movable);
  if (box) {
    const { gridSize } = editor.options;
    const next = (value, sign) => (sign === 0 ? value : onGrid(value + sign * gridSize * 0.51, gridSize));
    nudge(editor, next(box[0], dx) - box[0], next(box[1], dy) - box[1]);
  }
}

export const align = (editor, edge) => editor.replace('Align objects', aligned(items(editor), edge));
export const distribute = (editor, axis) => editor.replace('Distribute objects', distributed(items(editor), axis));

export function rotate(editor, degrees, about = middle(editor.model.boxOfAll(editor.movable) ?? [0, 0, 0, 0])) {
  const objects = editor.movable;
  editor.replace('Rotate objects', objects.map(o => rotated(o, objects.length === 1 && !o.points ? [o.x, o.y] : about, degrees)), { gesture: 'rotate' });
}

export function mirror(editor) {
  const [axis] = middle(editor.model.boxOfAll(editor.movable) ?? [0, 0, 0, 0]);
  editor.replace('Mirror objects', editor.movable.map(o => mirrored(o, axis)));
}

export const bendToFocus = editor => editor.replace('Bend rows', editor.movable.filter(isRows).map(o => bentTo(o, editor.model.focus)));

export function straighten(editor) {
  editor.replace('Bend rows', editor.movable.filter(isRows).map(o => ({ ...o, radius: 0 })));
}

export function duplicate(editor, objects, dx, dy) {
  const copies = duplicated(objects, [...editor.model.objects.keys()], dx, dy).map(c => ({ ...c, id: editor.newIds(c.type, 1)[0] }));
  // An area needs a section of its own: its copy brings one.
  const sections = [];
  const placed = renamed(editor, copies).map(copy => {
    if (copy.type !== 'area') {
      return copy;
    }
    const key = editor.newKey('section');
    const name = `${editor.model.sections.get(copy.section)?.name ?? editor.t('Area')} ${editor.t('(copy)')}`;
    sections.push(change('section', key, null, { key, name }));
    return { ...copy, section: key };
  });
  editor.add('Duplicate objects', placed, sections);
}

// Labels are unique in a section: copies of rows and tables go on with the names.
function renamed(editor, copies) {
  const given = new Map();
  const next = (o, list) => {
    const key = `${o.type}:${o.section}`;
    given.set(key, given.get(key) ?? list(editor.model, o.section, copies.length));
    return given.get(key).shift();
  };
  return copies.map(o => (o.type === 'row' ? { ...o, name: next(o, nextRowNames) } : o.type === 'table' ? { ...o, name: next(o, nextTableNames) }
    : o.type === 'block' && copies.filter(c => c.type === 'block').length === 1 ? { ...o, rowNumbering: { ...o.rowNumbering, start: nextRowNumbering(editor.model, o.section).start } } : o));
}

/** Once more along the vector by which the last copy was made: below, by the distance of the rows. */
export function duplicateBelow(editor) {
  const objects = editor.selected;
  const box = editor.model.boxOfAll(objects);
  if (box) {
    const angle = objects.length === 1 && isSeated(objects[0]) ? (objects[0].angle * Math.PI) / 180 : 0;
    const by = objects.every(o => o.type === 'row') ? Math.max(editor.options.rowSpacing, objects.length > 1 ? box[3] - box[1] + editor.options.rowSpacing - 2 * editor.model.seatRadius : 0)
      : box[3] - box[1] + editor.options.gridSize;
    duplicate(editor, objects, -Math.sin(angle) * by, Math.cos(angle) * by);
  }
}

export function copy(editor) {
  editor.clipboard = editor.selected;
  editor.say(editor.t('{0} objects copied', editor.clipboard.length));
}

export const paste = editor => editor.clipboard.length > 0 && duplicate(editor, editor.clipboard, editor.options.gridSize, editor.options.gridSize);

export function remove(editor) {
  const o = editor.enteredObject;
  if (o && editor.seats.size > 0) {
    const seats = editor.model.seats(o);
    const isBack = [...editor.seats].every(i => seats.removed[i]);
    editor.paint(isBack ? 'Put seats back' : 'Take seats out', o, [...editor.seats], { removed: isBack ? null : true });
  } else if (o === null) {
    editor.remove([...editor.selection]);
  }
}

export function group(editor) {
  const name = newIds([...editor.model.objects.values()].map(o => o.group).filter(Boolean), 'g', 1)[0];
  editor.replace('Group objects', editor.movable.map(o => ({ ...o, group: name })));
}

export function ungroup(editor) {
  editor.replace('Ungroup objects', editor.movable.filter(o => o.group).map(({ group: _, ...rest }) => rest));
}

export function lock(editor) {
  const isLocked = editor.selected.every(o => o.locked);
  editor.replace(isLocked ? 'Unlock objects' : 'Lock objects', editor.selected.map(({ locked: _, ...rest }) => (isLocked ? rest : { ...rest, locked: true })));
}

export function hide(editor) {
  editor.replace('Hide objects', editor.selected.map(o => ({ ...o, hidden: true })));
}

export function showAll(editor) {
  editor.replace('Show all objects', [...editor.model.objects.values()].filter(o => o.hidden).map(({ hidden: _, ...rest }) => rest));
}

/** Splits a row after the seat that is selected in it, or in the middle. */
export function splitRow(editor) {
  const o = editor.single;
  const chosen = editor.seats.size > 0 ? Math.max(...editor.seats) + 1 : Math.floor(o.seats / 2);
  const after = Math.min(o.seats - 1, Math.max(1, chosen));
  const [id] = editor.newIds('row', 1);
  const [left, right] = split(o, after, id);
  if (editor.commit('Split a row', [change('object', o.id, o, left), change('object', id, null, right)])) {
    editor.select([o.id, id]);
  }
}

export const canSplit = editor => editor.single?.type === 'row' && editor.single.radius === 0 && !editor.single.path && editor.single.seats > 1;

export function mergeRows(editor) {
  const rows = editor.movable;
  const merged = mergedRows(rows);
  if (merged === null) {
    editor.say(editor.t('Only straight rows in one line with the same seat distance can be merged.'));
    return;
  }
  const keys = [...editor.model.objects.keys()];
  const gone = rows.filter(r => r.id !== merged.id);
  const removals = gone.map(r => change('object', r.id, r, null));
  const rest = keys.filter(k => !gone.some(r => r.id === k));
  if (editor.commit('Merge rows', [change('object', merged.id, editor.model.objects.get(merged.id), merged), ...removals, change('document', 'objectOrder', { value: keys }, { value: rest })])) {
    editor.select([merged.id]);
  }
}

export const equalise = editor => editor.replace('Equalise seat distances', equalised(editor.movable.filter(o => o.spacing !== undefined)));

/** Everything like the selected object: same type, section and category. */
export function selectSimilar(editor) {
  const like = editor.selected[0];
  editor.select([...editor.model.objects.values()].filter(o => o.type === like.type && o.section === like.section && o.category === like.category).map(o => o.id));
}

export const selectSection = (editor, key) => editor.select([...editor.model.objects.values()].filter(o => o.section === key).map(o => o.id), { reveal: true });

/** Objects of a category, and objects with a seat of it. */
export function selectCategory(editor, key) {
  editor.select([...editor.model.objects.values()].filter(o => (o.type === 'area' && (o.category ?? null) === key)
    || (isSeated(o) && editor.model.seats(o).category.includes(key))).map(o => o.id), { reveal: true });
}

/** Removes a category; what has it gets none. */
export function removeCategory(editor, key) {
  const category = editor.model.categories.get(key);
  const changes = [change('category', key, category, null)];
  for (const o of editor.model.objects.values()) {
    const cleaned = o.type === 'area' ? (o.category === key ? without(o, 'category') : o) : isSeated(o) ? withoutCategory(editor, o, key) : o;
    if (cleaned !== o) {
      changes.push(change('object', o.id, o, cleaned));
    }
  }
  const keys = [...editor.model.categories.keys()];
  changes.push(change('document', 'categoryOrder', { value: keys }, { value: keys.filter(k => k !== key) }));
  editor.commit('Delete a category', changes);
}

function withoutCategory(editor, o, key) {
  const bare = o.category === key ? without(o, 'category') : o;
  const seats = o.overrides.some(s => s.category === key) ? [...editor.model.seats(o).category.keys()].filter(i => editor.model.seats(o).category[i] === key) : [];
  return seats.length > 0 ? withSeats(bare, editor.model.seatRadius, seats, { category: null }) : bare;
}

const without = (o, key) => Object.fromEntries(Object.entries(o).filter(([name]) => name !== key));

/** Removes a section with everything in it. */
export function removeSection(editor, key) {
  const gone = [...editor.model.objects.values()].filter(o => o.section === key);
  const ids = new Set(gone.map(o => o.id));
  const objects = [...editor.model.objects.keys()], sections = [...editor.model.sections.keys()];
  editor.commit('Delete a section', [
    ...gone.map(o => change('object', o.id, o, null)),
    change('section', key, editor.model.sections.get(key), null),
    change('document', 'objectOrder', { value: objects }, { value: objects.filter(k => !ids.has(k)) }),
    change('document', 'sectionOrder', { value: sections }, { value: sections.filter(k => k !== key) }),
  ]);
}

export function addSection(editor, name) {
  const key = editor.newKey('section');
  editor.options.section = key;
  editor.commit('Add a section', [change('section', key, null, { key, name })]);
  editor.select([]);
}

/** Moves a section or a category in its order. */
export function reorder(editor, part, key, by) {
  const map = { section: editor.model.sections, category: editor.model.categories }[part];
  const keys = [...map.keys()];
  const from = keys.indexOf(key), to = Math.max(0, Math.min(keys.length - 1, from + by));
  if (from !== to) {
    editor.commit('Change the order', [change('document', `${part}Order`, { value: keys }, { value: keys.toSpliced(from, 1).toSpliced(to, 0, key) })]);
  }
}

/** The seat before or after the selected one, for the arrow keys inside an object. */
export function stepSeat(editor, dx, dy, isAdding) {
  const o = editor.enteredObject;
  const seats = editor.model.seats(o);
  const from = [...editor.seats].at(-1) ?? 0;
  const row = seats.row[from] + dy;
  const next = dy === 0 ? from + dx : row >= 0 && row < seats.counts.length ? seats.first[row] + Math.min(seats.counts[row] - 1, seats.seat[from]) : from;
  if (next >= 0 && next < seats.count) {
    editor.selectSeats([next], { add: isAdding });
  }
}

/** The next object in the document, or the nearest one to the view if nothing is selected. */
export function stepObject(editor, by, from) {
  const all = [...editor.model.objects.values()].filter(o => editor.isShown(o));
  if (all.length === 0) {
    return;
  }
  const current = all.findIndex(o => o.id === [...editor.selection].at(-1));
  const near = () => all.reduce((best, o) => (distance(middle(editor.model.box(o)), from) < distance(middle(editor.model.box(best)), from) ? o : best));
  editor.select([(current < 0 ? near() : all[(current + by + all.length) % all.length]).id], { reveal: true });
}
