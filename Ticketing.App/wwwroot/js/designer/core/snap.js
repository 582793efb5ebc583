// Snapping: to a grid, to edges and centres of neighbours, to steps of an angle.

import { middle } from './points.js';

export const onGrid = (value, grid) => Math.round(value / grid) * grid;

export const onAngle = (degrees, step = 15) => Math.round(degrees / step) * step;

/** Lines of neighbours to snap to: values by axis, each with the box it comes from. */
export function linesOf(boxes) {
  const lines = [[], []];
  for (const box of boxes) {
    const [cx, cy] = middle(box);
    lines[0].push({ at: box[0], box }, { at: cx, box }, { at: box[2], box });
    lines[1].push({ at: box[1], box }, { at: cy, box }, { at: box[3], box });
  }
  lines.forEach(list => list.sort((a, b) => a.at - b.at));
  return lines;
}

/**
 * How far a moved box is to be moved on to lie on a line of a neighbour or on the grid.
 * Returns { dx, dy, guides: [{ axis, at, box }] }.
 */
export function snapped(box, lines, { reach, grid }) {
  const own = [[box[0], middle(box)[0], box[2]], [box[1], middle(box)[1], box[3]]];
  const by = [0, 0], guides = [];
  for (const axis of [0, 1]) {
    let best = null;
    for (const value of own[axis]) {
      const line = nearest(lines[axis], value);
      if (line && Math.abs(line.at - value) <= reach && (best === null || Math.abs(line.at - value) < Math.abs(best.by))) {
        best = { by: line.at - value, line };
      }
    }
    if (best) {
      by[axis] = best.by;
      guides.push({ axis, at: best.line.at, box: best.line.box });
    } else if (grid) {
      by[axis] = onGrid(own[axis][1], grid) - own[axis][1];
    }
  }
  return { dx: by[0], dy: by[1], guides };
}

function nearest(lines, value) {
  let low = 0, high = lines.length;
  while (low < high) {
    const half = (low + high) >> 1;
    if (lines[half].at < value) {
      low = half + 1;
    } else {
      high = half;
    }
  }
  const before = lines[low - 1], after = lines[low];
  return !before ? after : !after ? before : value - before.at < after.at - value ? before : after;
}
