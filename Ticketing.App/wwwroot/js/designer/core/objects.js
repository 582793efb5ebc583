// The objects of a drawing: their defaults (as the server writes them) and what they have in common.

import { scheme } from './numbering.js';
import { boxOf } from './points.js';

const seated = { x: 0, y: 0, angle: 0 };
const defaults = {
  row: () => ({ ...seated, name: '', seats: 1, spacing: 52, radius: 0, aisles: [], seatNumbering: scheme(), overrides: [] }),
  block: () => ({
    ...seated, rows: 1, seats: 1, seatGrowth: 0, spacing: 52, rowSpacing: 90, skew: 0, radius: 0, justified: false, aisles: [],
    rowNumbering: scheme({ style: 'letters' }), seatNumbering: scheme(), overrides: [],
  }),
  table: () => ({ ...seated, name: '', shape: 'round', seats: 1, endSeats: 0, width: 160, depth: 80, seatNumbering: scheme(), overrides: [] }),
  area: () => ({ kind: 'standing', capacity: 0, points: [] }),
  stage: () => ({ text: '', points: [] }),
  text: () => ({ text: '', x: 0, y: 0, angle: 0, size: 100 }),
  shape: () => ({ fill: 'floor', points: [] }),
  picture: () => ({ url: '', x: 0, y: 0, angle: 0, width: 100, height: 100, opacity: 0.5 }),
};

/** An object with all of its properties. */
export function object(given) {
  const filled = { ...(defaults[given.type]?.() ?? {}), ...given };
  for (const key of ['seatNumbering', 'rowNumbering']) {
    if (filled[key]) {
      filled[key] = scheme(filled[key]);
    }
  }
  if (filled.aisles) {
    filled.aisles = filled.aisles.map(a => ({ after: a.after, width: a.width, growth: a.growth ?? 0 }));
  }
  return filled;
}

export const isSeated = o => o.type === 'row' || o.type === 'block' || o.type === 'table';
export const isPolygon = o => Array.isArray(o.points);
export const belongsToSection = o => isSeated(o) || o.type === 'area';

/** The corners of a table's top or of a picture, in the drawing. */
export function corners(o) {
  const halfX = o.width / 2, halfY = (o.type === 'picture' ? o.height : o.depth) / 2;
  const sin = Math.sin((o.angle * Math.PI) / 180), cos = Math.cos((o.angle * Math.PI) / 180);
  return [[-halfX, -halfY], [halfX, -halfY], [halfX, halfY], [-halfX, halfY]]
    .map(([x, y]) => [o.x + x * cos - y * sin, o.y + x * sin + y * cos]);
}

/** The corners of a text's box; its width is estimated, since a drawing has no fonts. */
export function textCorners(o) {
  return corners({ ...o, type: 'table', width: Math.max(1, [...o.text].length) * o.size * 0.56, depth: o.size });
}

export const polygonBox = o => boxOf(o.points) ?? [0, 0, 0, 0];

/**
 * The next free ids with a prefix. Ids are part of seat keys, so none may be given twice, not even after a removal that nobody
 * remembers: the mark is another one in each session.
 */
export function newIds(known, prefix, count, mark = '') {
  const pattern = new RegExp(`^${prefix}(\\d+)`);
  let highest = 0;
  for (const id of known) {
    const match = pattern.exec(id);
    if (match) {
      highest = Math.max(highest, Number(match[1]));
    }
  }
  return Array.from({ length: count }, (_, i) => `${prefix}${highest + 1 + i}${mark}`);
}

/** Three letters: no digits, which would run on the number. */
export const newMark = () => Array.from(crypto.getRandomValues(new Uint8Array(3)), b => 'abcdefghjkmnpqrstuvwxyz'[b % 23]).join('');

export const prefixOf = { row: 'r', block: 'b', table: 't', area: 'a', stage: 'st', text: 'x', shape: 'sh', picture: 'p' };
