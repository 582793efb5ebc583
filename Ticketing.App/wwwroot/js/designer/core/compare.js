// What differs between two documents: objects added, removed, moved, changed.

import { same } from './changes.js';
import { isPolygon } from './objects.js';

const position = o => (isPolygon(o) ? o.points : [o.x, o.y, o.angle]);

const withoutPosition = o => {
  const { x: _, y: __, angle: ___, points, ...rest } = o;
  return points ? { ...rest, points: points.map(([px, py]) => [px - points[0][0], py - points[0][1]]) } : rest;
};

/** Maps of id to object; returns { added, removed, moved: [[before, after]], changed: [[before, after]] }. */
export function compared(before, after) {
  const result = { added: [], removed: [], moved: [], changed: [] };
  for (const [id, o] of after) {
    const old = before.get(id);
    if (!old) {
      result.added.push(o);
    } else if (!same(old, o)) {
      const isMove = !same(position(old), position(o)) && same(withoutPosition(old), withoutPosition(o));
      result[isMove ? 'moved' : 'changed'].push([old, o]);
    }
  }
  for (const [id, o] of before) {
    if (!after.has(id)) {
      result.removed.push(o);
    }
  }
  return result;
}
