// Commands on several objects: align, distribute, split, merge, equalise, duplicate. Pure functions; boxes come from the model.

import { newIds, prefixOf } from './objects.js';
import { seatsOf } from './layout.js';
import { middle, round, union } from './points.js';
import { moved, toPlan } from './transform.js';

const anchors = {
  left: box => [box[0], null], right: box => [box[2], null], centre: box => [middle(box)[0], null],
  top: box => [null, box[1]], bottom: box => [null, box[3]], middle: box => [null, middle(box)[1]],
};

/** Objects moved to a common edge or centre of their box. items: [{ object, box }]. */
export function aligned(items, edge) {
  const anchor = anchors[edge];
  const [toX, toY] = anchor(items.map(i => i.box).reduce(union));
  return items.map(({ object, box }) => {
    const [x, y] = anchor(box);
    return moved(object, x === null ? 0 : toX - x, y === null ? 0 : toY - y);
  });
}

/** Objects with equal distances between their centres; the outer two stay. axis: 0 across, 1 down. */
export function distributed(items, axis) {
  const sorted = [...items].sort((a, b) => middle(a.box)[axis] - middle(b.box)[axis]);
  const from = middle(sorted[0].box)[axis], to = middle(sorted.at(-1).box)[axis];
  return sorted.map(({ object, box }, i) => {
    const by = from + ((to - from) * i) / (sorted.length - 1) - middle(box)[axis];
    return moved(object, axis === 0 ? by : 0, axis === 1 ? by : 0);
  });
}

/** Copies with new ids, in the same order; groups are copied as groups. */
export function duplicated(objects, known, dx, dy) {
  const ids = new Set(known);
  const groups = new Map();
  return objects.map(o => {
    const [id] = newIds(ids, prefixOf[o.type], 1);
    ids.add(id);
    const copy = { ...moved(o, dx, dy), id };
    if (o.group) {
      groups.set(o.group, groups.get(o.group) ?? `${o.group}-${id}`);
      copy.group = groups.get(o.group);
    }
    return copy;
  });
}

/**
 * A straight row split in two after a number of seats: the left part keeps the id, so that its seats keep their keys.
 * Both parts keep their seats' numbers by the numbering's start.
 */
export function split(row, after, id) {
  const laid = seatsOf({ ...row, overrides: [] }, 25);
  const part = (from, to, more) => {
    const x = [laid.localX[from], laid.localX[to - 1]], y = [laid.localY[from], laid.localY[to - 1]];
    const [px, py] = toPlan(row, [(x[0] + x[1]) / 2, (y[0] + y[1]) / 2]);
    const s = row.seatNumbering;
    return {
      ...row,
      ...more,
      x: round(px),
      y: round(py),
      seats: to - from,
      aisles: row.aisles.filter(a => a.after > from && a.after < to).map(a => ({ ...a, after: a.after - from })),
      seatNumbering: { ...s, start: s.start + (s.reversed ? row.seats - to : from) * s.step * (s.parity === 'all' ? 1 : 2) },
      overrides: row.overrides
        .filter(o => (o.seat ?? null) === null || (o.seat >= from && o.seat < to))
        .map(o => ((o.seat ?? null) === null ? o : { ...o, seat: o.seat - from })),
    };
  };
  return [part(0, after, {}), part(after, row.seats, { id })];
}

/**
 * Straight rows of one direction merged into the first of them from the left: what lies between becomes an aisle.
 * Null if they do not lie in one line.
 */
export function mergedRows(rows) {
  const first = rows[0];
  const angle = (first.angle * Math.PI) / 180;
  const along = o => o.x * Math.cos(angle) + o.y * Math.sin(angle);
  const across = o => o.y * Math.cos(angle) - o.x * Math.sin(angle);
  const fits = o => o.radius === 0 && !o.path && Math.abs(((o.angle - first.angle + 540) % 360) - 180) < 0.5
    && Math.abs(across(o) - across(first)) < 5 && Math.abs(o.spacing - first.spacing) < 0.01;
  if (!rows.every(fits)) {
    return null;
  }
  const sorted = [...rows].sort((a, b) => along(a) - along(b));
  const lengthOf = o => o.seats * o.spacing + o.aisles.reduce((sum, a) => sum + a.width, 0);
  const left = sorted[0];
  const aisles = [], overrides = [];
  let seats = 0, end = null;
  for (const o of sorted) {
    const start = along(o) - lengthOf(o) / 2;
    if (end !== null && start - end > 1) {
      aisles.push({ after: seats, width: round(start - end), growth: 0 });
    }
    aisles.push(...o.aisles.map(a => ({ ...a, after: a.after + seats })));
    const from = seats;
    overrides.push(...o.overrides.flatMap(s => ((s.seat ?? null) === null
      ? Array.from({ length: o.seats }, (_, i) => ({ ...s, row: 0, seat: from + i }))
      : [{ ...s, seat: s.seat + from }])));
    seats += o.seats;
    end = start + lengthOf(o);
  }
  const last = sorted.at(-1);
  const centre = (along(left) - lengthOf(left) / 2 + along(last) + lengthOf(last) / 2) / 2;
  return {
    ...left,
    x: round(left.x + (centre - along(left)) * Math.cos(angle)),
    y: round(left.y + (centre - along(left)) * Math.sin(angle)),
    seats, aisles, overrides,
  };
}

/** Rows with the same pitch and, along their common direction, the same distance between them. */
export function equalised(rows) {
  const spacing = round(rows.reduce((sum, r) => sum + r.spacing, 0) / rows.length);
  return rows.map(r => ({ ...r, spacing }));
}
