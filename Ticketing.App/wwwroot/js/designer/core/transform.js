// Moving, turning and mirroring objects: functions from objects to objects.

import { isPolygon, isSeated } from './objects.js';
import { normalAngle, round, turned, turnedAbout } from './points.js';

const places = points => points.map(([x, y]) => [round(x), round(y)]);

export function moved(o, dx, dy) {
  return isPolygon(o) ? { ...o, points: places(o.points.map(([x, y]) => [x + dx, y + dy])) } : { ...o, x: round(o.x + dx), y: round(o.y + dy) };
}

/** Turned clockwise about a point. */
export function rotated(o, about, degrees) {
  if (isPolygon(o)) {
    return { ...o, points: places(o.points.map(p => turnedAbout(p, about, degrees))) };
  }
  const [x, y] = turnedAbout([o.x, o.y], about, degrees);
  return { ...o, x: round(x), y: round(y), angle: normalAngle(o.angle + degrees) };
}

/**
 * Mirrored across a vertical axis at x. Seats keep their ordinals from left to right, so a row's aisles, overrides and numbering are
 * turned round with it: the seat at the left end keeps its number at the right end.
 */
export function mirrored(o, axis) {
  if (isPolygon(o)) {
    return { ...o, points: places(o.points.map(([x, y]) => [2 * axis - x, y])).reverse() };
  }
  const flipped = { ...o, x: round(2 * axis - o.x), angle: normalAngle(-o.angle) };
  if (!isSeated(o)) {
    return flipped;
  }
  return o.type === 'table' ? mirroredTable(flipped) : mirroredRows(flipped);
}

// Around a table the order runs clockwise; mirrored it runs the other way, starting at the same seat of a round table.
function mirroredTable(o) {
  return { ...o, overrides: o.shape === 'round' ? o.overrides.map(s => ((s.seat ?? null) === null ? s : { ...s, seat: (o.seats - s.seat) % o.seats })) : o.overrides };
}

function mirroredRows(o) {
  const rows = o.type === 'block' ? o.rows : 1;
  const countOf = row => Math.floor(o.seats + row * (o.seatGrowth ?? 0) + 1e-9);
  const result = {
    ...o,
    seatNumbering: { ...o.seatNumbering, reversed: !o.seatNumbering.reversed },
    aisles: [...o.aisles].reverse().map(a => ({ ...a, after: o.seats - a.after, growth: round((o.seatGrowth ?? 0) - a.growth) })),
    overrides: o.overrides.map(s => {
      const mirror = { ...s };
      if ((s.seat ?? null) !== null) {
        mirror.seat = (rows === 1 ? o.seats : countOf(s.row)) - 1 - s.seat;
      }
      if (s.dx) {
        mirror.dx = -s.dx;
      }
      return mirror;
    }),
  };
  if (o.type === 'block') {
    result.skew = -o.skew;
  }
  if (o.path) {
    result.path = places(o.path.map(([x, y]) => [-x, y])).reverse();
  }
  return result;
}

/** A row or block with another radius of its curve; the first row's middle stays in its place. */
export const bent = (o, radius) => ({ ...o, radius: round(radius) });

/** A row or block bent so that the first row lies on a circle about a point, facing it. */
export function bentTo(o, [fx, fy]) {
  const distance = Math.hypot(o.x - fx, o.y - fy);
  const angle = (Math.atan2(o.y - fy, o.x - fx) * 180) / Math.PI - 90;
  return { ...o, angle: normalAngle(angle), radius: round(Math.max(distance, 1)) };
}

/** A local point of an object in the drawing, and back. */
export const toPlan = (o, point) => {
  const [x, y] = turned(point, o.angle ?? 0);
  return [o.x + x, o.y + y];
};
export const toLocal = (o, [x, y]) => turned([x - o.x, y - o.y], -(o.angle ?? 0));
