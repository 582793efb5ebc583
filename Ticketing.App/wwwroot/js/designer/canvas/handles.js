// Handles of a single selected object: what a drag of each of them does to it. Pure: no screen, no state.

import { angleOf, distance, normalAngle, round } from '../core/points.js';
import { isPolygon } from '../core/objects.js';
import { onAngle } from '../core/snap.js';
import { toLocal, toPlan } from '../core/transform.js';
import { localBox } from './outline.js';

const rotatePixels = 34;
const bendPixels = 30;

/** [{ kind, index, at }] in the drawing; distances on the screen need the scale. */
export function handlesOf(model, o, scale) {
  if (o.locked) {
    return [];
  }
  if (isPolygon(o)) {
    const corners = o.points.map((at, index) => ({ kind: 'corner', index, at }));
    const between = o.points.map((p, index) => {
      const next = o.points[(index + 1) % o.points.length];
      return { kind: 'between', index, at: [(p[0] + next[0]) / 2, (p[1] + next[1]) / 2], isMinor: true };
    });
    return [...between, ...corners];
  }
  if (o.type === 'text' || o.type === 'picture') {
    const half = o.type === 'text' ? o.size / 2 : o.height / 2;
    const wide = o.type === 'text' ? [...o.text].length * o.size * 0.28 : o.width / 2;
    return [
      { kind: 'rotate', at: toPlan(o, [0, -half - rotatePixels / scale]), stem: toPlan(o, [0, -half]) },
      { kind: 'size', at: toPlan(o, [wide, half]) },
    ];
  }
  const [, top, right, bottom] = localBox(model, o);
  const handles = [{ kind: 'rotate', at: toPlan(o, [0, top - rotatePixels / scale]), stem: toPlan(o, [0, top]) }];
  if (o.type === 'table') {
    handles.push({ kind: 'width', at: toPlan(o, [o.width / 2, 0]) });
    if (o.shape !== 'round') {
      handles.push({ kind: 'depth', at: toPlan(o, [0, o.depth / 2]) });
    }
    return handles;
  }
  if (o.path?.length > 1) {
    return [...handles, ...o.path.map((p, index) => ({ kind: 'path', index, at: toPlan(o, p) }))];
  }
  const seats = model.seats(o);
  const last = Math.max(0, seats.counts[0] - 1);
  const along = Math.atan2(seats.localY[last] - seats.localY[Math.max(0, last - 1)], seats.localX[last] - seats.localX[Math.max(0, last - 1)] || 1);
  handles.push({ kind: 'seats', at: toPlan(o, [seats.localX[last] + Math.cos(along) * o.spacing * 0.9, seats.localY[last] + Math.sin(along) * o.spacing * 0.9]) });
  handles.push({ kind: 'bend', at: toPlan(o, [0, o.type === 'block' ? -bendPixels / scale / 2 + top : bottom + bendPixels / scale]) });
  if (o.type === 'block') {
    handles.push({ kind: 'rows', at: toPlan(o, [(o.rows - 1) * o.skew, bottom + 8 / scale]) });
  }
  return handles;
}

/** The object with a handle dragged from one point to another. steps: snap angles and whole seats keep; false while Alt is held. */
export function dragged(model, o, handle, from, to, isFree) {
  switch (handle.kind) {
    case 'corner': return { ...o, points: o.points.map((p, i) => (i === handle.index ? [round(to[0]), round(to[1])] : p)) };
    case 'between': return { ...o, points: o.points.toSpliced(handle.index + 1, 0, [round(to[0]), round(to[1])]) };
    case 'path': return { ...o, path: o.path.map((p, i) => (i === handle.index ? toLocal(o, to).map(round) : p)) };
    case 'rotate': {
      const angle = angleOf([o.x, o.y], to) + 90;
      return { ...o, angle: normalAngle(isFree ? angle : onAngle(angle)) };
    }
    case 'size': return resized(o, from, to);
    case 'width': return { ...o, width: round(Math.max(20, 2 * Math.abs(toLocal(o, to)[0]))) };
    case 'depth': return { ...o, depth: round(Math.max(20, 2 * Math.abs(toLocal(o, to)[1]))) };
    case 'seats': return withSeatCount(o, from, to);
    case 'rows': return { ...o, rows: Math.max(1, Math.min(500, o.rows + Math.round((toLocal(o, to)[1] - toLocal(o, from)[1]) / o.rowSpacing))) };
    case 'bend': return withBend(model, o, toLocal(o, to)[1] - toLocal(o, from)[1]);
    default: return o;
  }
}

function resized(o, from, to) {
  const share = Math.max(0.05, distance([o.x, o.y], to) / Math.max(1, distance([o.x, o.y], from)));
  return o.type === 'text' ? { ...o, size: round(Math.min(10000, o.size * share)) } : { ...o, width: round(o.width * share), height: round(o.height * share) };
}

// The left end stays: the anchor in the middle moves by half of what is added.
function withSeatCount(o, from, to) {
  const more = Math.max(1 - o.seats, Math.min(1000 - o.seats, Math.round((toLocal(o, to)[0] - toLocal(o, from)[0]) / o.spacing)));
  if (o.radius !== 0) {
    return { ...o, seats: o.seats + more };
  }
  const [x, y] = toPlan(o, [(more * o.spacing) / 2, 0]);
  return { ...o, seats: o.seats + more, x: round(x), y: round(y) };
}

// The rise of the first row's arc over its chord, changed by a drag; the radius follows from the row's length.
function withBend(model, o, by) {
  const half = ((o.seats - 1) * o.spacing + o.aisles.reduce((sum, a) => sum + a.width, 0)) / 2;
  const rise = (o.radius === 0 ? 0 : o.radius - o.radius * Math.cos(half / o.radius)) + by;
  if (half <= 0 || Math.abs(rise) < 4) {
    return { ...o, radius: 0 };
  }
  const limited = Math.sign(rise) * Math.min(Math.abs(rise), half);
  const radius = (half * half + limited * limited) / (2 * limited);
  const depth = o.type === 'block' ? (o.rows - 1) * o.rowSpacing : 0;
  return { ...o, radius: round(radius < 0 && radius + depth >= -o.spacing ? -depth - half : radius) };
}
