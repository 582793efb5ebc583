// What is said of single seats of an object: painted categories and kinds, labels, gaps, nudges.

import { kinds, seatsOf } from './layout.js';
import { round } from './points.js';

const said = ['category', 'kind', 'label', 'removed', 'dx', 'dy'];

/**
 * The object with a patch on some of its seats (indexes of its layout): { category, kind, label, removed, dx, dy };
 * null takes a word back. What all seats agree on becomes the object's own.
 */
export function withSeats(object, seatRadius, indexes, patch) {
  const laid = seatsOf(object, seatRadius);
  const bySeat = spread(object, laid);
  for (const i of indexes) {
    const special = { ...(bySeat.get(i) ?? {}) };
    for (const [key, value] of Object.entries(patch)) {
      special[key] = value;
    }
    if (patch.kind === 'regular') {
      special.kind = null;
    }
    bySeat.set(i, special);
  }
  return folded(object, laid, bySeat);
}

/** The object without any words on its seats of some properties: 'category' … */
export function withoutSaid(object, seatRadius, keys) {
  const laid = seatsOf(object, seatRadius);
  const bySeat = spread(object, laid);
  for (const special of bySeat.values()) {
    for (const key of keys) {
      special[key] = null;
    }
  }
  return folded(object, laid, bySeat);
}

// Rows' overrides are spread to their seats, so that a part of a row can differ.
function spread(object, laid) {
  const bySeat = new Map();
  const add = (i, special) => {
    const known = bySeat.get(i) ?? {};
    for (const key of said) {
      if ((special[key] ?? null) !== null && special[key] !== false) {
        known[key] = special[key];
      }
    }
    bySeat.set(i, known);
  };
  const isRow = special => (special.seat ?? null) === null;
  for (const special of object.overrides.filter(isRow)) {
    for (let i = laid.first[special.row]; i < laid.first[special.row + 1]; i++) {
      add(i, special);
    }
  }
  for (const special of object.overrides.filter(o => !isRow(o))) {
    const i = laid.indexOf(special.row, special.seat);
    if (i >= 0) {
      add(i, special);
    }
  }
  return bySeat;
}

function folded(object, laid, bySeat) {
  const categoryOf = i => bySeat.get(i)?.category ?? object.category ?? null;
  const common = laid.count > 0 ? categoryOf(0) : object.category ?? null;
  let agree = true;
  for (let i = 1; i < laid.count && agree; i++) {
    agree = categoryOf(i) === common;
  }
  const own = agree ? common : object.category ?? null;
  const overrides = [];
  for (const i of [...bySeat.keys()].sort((a, b) => a - b)) {
    const special = bySeat.get(i);
    const clean = {};
    if (special.category && special.category !== own) { clean.category = special.category; }
    if (special.kind && special.kind !== 'regular') { clean.kind = special.kind; }
    if (special.label) { clean.label = special.label; }
    if (special.removed) { clean.removed = true; }
    if (special.dx) { clean.dx = round(special.dx); }
    if (special.dy) { clean.dy = round(special.dy); }
    if (Object.keys(clean).length > 0) {
      overrides.push({ row: laid.row[i], seat: laid.seat[i], ...clean, removed: clean.removed ?? false });
    }
  }
  const result = { ...object, overrides: joined(overrides, laid) };
  if (own === null) {
    delete result.category;
  } else {
    result.category = own;
  }
  return result;
}

// A whole row that says the same becomes one override again.
function joined(overrides, laid) {
  const byRow = new Map();
  for (const special of overrides) {
    byRow.set(special.row, byRow.get(special.row) ?? []);
    byRow.get(special.row).push(special);
  }
  return [...byRow.entries()].flatMap(([row, list]) => {
    const word = ({ row: _, seat: __, ...rest }) => JSON.stringify(rest);
    const isWhole = list.length === laid.counts[row] && list.length > 1 && !list[0].label && list.every(o => word(o) === word(list[0]));
    if (!isWhole) {
      return list;
    }
    const { seat: _, ...rest } = list[0];
    return [rest];
  });
}

/** What one seat has: { row, seat, rowName, number, category, kind, removed, dx, dy, label }. */
export function seatOf(object, seatRadius, i) {
  const laid = seatsOf(object, seatRadius);
  const special = spread(object, laid).get(i) ?? {};
  return {
    row: laid.row[i], seat: laid.seat[i], rowName: laid.rowNames[laid.row[i]], number: laid.numbers[i], category: laid.category[i],
    kind: kinds[laid.kind[i]], removed: laid.removed[i] === 1, dx: special.dx ?? 0, dy: special.dy ?? 0, label: special.label ?? null,
  };
}
