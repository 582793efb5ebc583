// The outline of an object, in its own direction: for selection marks, hits and handles.

import { corners, isSeated, textCorners } from '../core/objects.js';
import { toPlan } from '../core/transform.js';

const cache = new WeakMap();

/** The box of an object's seats in its local coordinates, with the seats' width. */
export function localBox(model, o) {
  const seats = model.seats(o), r = model.seatRadius;
  let box = null;
  for (let i = 0; i < seats.count; i++) {
    const x = seats.localX[i], y = seats.localY[i];
    box = box === null ? [x, y, x, y] : [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)];
  }
  box ??= [0, 0, 0, 0];
  if (o.type === 'table') {
    const halfY = (o.shape === 'round' ? o.width : o.depth) / 2;
    box = [Math.min(box[0], -o.width / 2), Math.min(box[1], -halfY), Math.max(box[2], o.width / 2), Math.max(box[3], halfY)];
  }
  return [box[0] - r, box[1] - r, box[2] + r, box[3] + r];
}

export function outlineOf(model, o) {
  let points = cache.get(o);
  if (!points) {
    if (isSeated(o)) {
      const [x1, y1, x2, y2] = localBox(model, o);
      points = [[x1, y1], [x2, y1], [x2, y2], [x1, y2]].map(p => toPlan(o, p));
    } else {
      points = o.type === 'text' ? textCorners(o) : o.type === 'picture' ? corners(o) : o.points;
    }
    cache.set(o, points);
  }
  return points;
}
