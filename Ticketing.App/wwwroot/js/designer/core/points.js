// Plane geometry in centimetres; y grows downwards, angles are degrees clockwise.

const radians = Math.PI / 180;

export const round = value => Math.round(value * 100) / 100 + 0;

export const turned = ([x, y], degrees) => {
  const sin = Math.sin(degrees * radians), cos = Math.cos(degrees * radians);
  return [x * cos - y * sin, x * sin + y * cos];
};

export const turnedAbout = ([x, y], [cx, cy], degrees) => {
  const [dx, dy] = turned([x - cx, y - cy], degrees);
  return [cx + dx, cy + dy];
};

/** 0 … 360. */
export const normalAngle = degrees => round(((degrees % 360) + 360) % 360);

export const angleOf = (from, to) => Math.atan2(to[1] - from[1], to[0] - from[0]) / radians;

export const distance = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);

export const middle = box => [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];

/** The box [minX, minY, maxX, maxY] of points; null of none. */
export function boxOf(points) {
  let box = null;
  for (const [x, y] of points) {
    if (box === null) {
      box = [x, y, x, y];
    } else {
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    }
  }
  return box;
}

export const union = (a, b) => (a === null ? b : b === null ? a
  : [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]);

export const grown = (box, by) => [box[0] - by, box[1] - by, box[2] + by, box[3] + by];

export const intersects = (a, b) => a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];

export const contains = (box, [x, y]) => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3];

/** Whether a polygon contains a point (even-odd rule). */
export function inPolygon(points, [x, y]) {
  let inside = false;
  for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
    const [xi, yi] = points[i], [xj, yj] = points[j];
    if ((yi > y) !== (yj > y) && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) {
      inside = !inside;
    }
  }
  return inside;
}

export function distanceToSegment([x, y], [ax, ay], [bx, by]) {
  const dx = bx - ax, dy = by - ay;
  const square = dx * dx + dy * dy;
  const t = square === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / square));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

export const lengthOf = points => points.reduce((sum, p, i) => (i === 0 ? 0 : sum + distance(points[i - 1], p)), 0);

/** The point at an arc length of a polyline; the first and the last segment go on beyond its ends. */
export function alongPath(points, at) {
  let rest = at;
  for (let i = 1; i < points.length; i++) {
    const length = distance(points[i - 1], points[i]);
    if (length > 0 && (rest <= length || i === points.length - 1)) {
      const t = rest / length;
      const [ax, ay] = points[i - 1], [bx, by] = points[i];
      return [ax + (bx - ax) * t, ay + (by - ay) * t];
    }
    rest -= length;
  }
  return points[0] ?? [0, 0];
}

/** The convex hull of points, counter-clockwise (Andrew's monotone chain). */
export function hull(points) {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  if (sorted.length < 3) {
    return sorted;
  }
  const cross = (o, a, b) => (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
  const half = list => {
    const chain = [];
    for (const p of list) {
      while (chain.length > 1 && cross(chain.at(-2), chain.at(-1), p) <= 0) {
        chain.pop();
      }
      chain.push(p);
    }
    chain.pop();
    return chain;
  };
  return [...half(sorted), ...half(sorted.reverse())];
}
