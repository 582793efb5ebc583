// Turns a compiled plan (JSON, immutable, cached by the browser) into flat arrays for fast drawing and hit-testing.

export const Kind = Object.freeze({ regular: 0, wheelchair: 1, companion: 2, restricted: 3 });

/** Decodes the plan. Placed seats are 0..placed-1; places of areas follow and have no coordinates. */
export function decodeGeometry(plan) {
  if (plan.format !== 1) {
    throw new Error(`Seat map: plan format ${plan.format} is not known.`);
  }

  const placed = plan.placed;
  const geometry = {
    id: plan.id,
    name: plan.name,
    seatCount: plan.seatCount,
    placed,
    radius: plan.seatRadius || 25,
    categories: plan.categories,
    x: accumulate(plan.x, placed),
    y: accumulate(plan.y, placed),
    numbers: plan.numbers,
    categoryOf: bytes(plan.categoryOf, placed),
    kindOf: bytes(plan.kindOf, placed),
    sectionOf: new Uint16Array(plan.seatCount),
    rowOf: new Int32Array(placed),
    decor: plan.decor ?? [],
  };

  geometry.sections = plan.sections.map((section, index) => decodeSection(section, index, geometry));
  geometry.rows = plan.rows;
  plan.rows.forEach((row, index) => geometry.rowOf.fill(index, row.first, row.first + row.count));
  geometry.bounds = boundsOf(plan.bounds, geometry);
  return geometry;
}

/** The label of a seat or place: `Stalls-A-12`, `Floor-17`. */
export function labelOf(geometry, seat) {
  const section = geometry.sections[geometry.sectionOf[seat]];
  return section.area
    ? `${section.name}-${seat - section.first + 1}`
    : `${section.name}-${geometry.rows[geometry.rowOf[seat]].name}-${geometry.numbers[seat]}`;
}

/** A lookup from label to seat, built on first use: only tests and links need it. */
export function labelIndex(geometry) {
  geometry.labels ??= new Map(Array.from({ length: geometry.seatCount }, (_, seat) => [labelOf(geometry, seat), seat]));
  return geometry.labels;
}

/** Whether a point lies in a flat polygon [x,y,x,y,…] (even-odd rule). */
export function contains(polygon, px, py) {
  let inside = false;
  for (let i = 0, j = polygon.length - 2; i < polygon.length; j = i, i += 2) {
    const xi = polygon[i], yi = polygon[i + 1], xj = polygon[j], yj = polygon[j + 1];
    if ((yi > py) !== (yj > py) && px < ((xj - xi) * (py - yi)) / (yj - yi) + xi) {
      inside = !inside;
    }
  }
  return inside;
}

/** The box [minX,minY,maxX,maxY] of a flat polygon. */
export function boxOf(points) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < points.length; i += 2) {
    box[0] = Math.min(box[0], points[i]);
    box[1] = Math.min(box[1], points[i + 1]);
    box[2] = Math.max(box[2], points[i]);
    box[3] = Math.max(box[3], points[i + 1]);
  }
  return box;
}

function decodeSection(section, index, geometry) {
  geometry.sectionOf.fill(index, section.first, section.first + section.count);
  const outline = section.outline?.length >= 6 ? section.outline : hullOf(section, geometry);
  const box = boxOf(outline);
  const label = section.label ?? [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
  return {
    name: section.name,
    first: section.first,
    count: section.count,
    area: section.area ?? null,
    category: section.category ?? 0,
    entrance: section.entrance ?? null,
    outline,
    path: pathOf(outline),
    box,
    label,
  };
}

/** How wide something centred on (x, y) may be before it leaves a polygon; 0 outside of it. */
export function roomAt(polygon, x, y) {
  const [left, right] = spanAt(polygon, x, y) ?? [x, x];
  return 2 * Math.max(0, Math.min(x - left, right - x));
}

/** Where a text fits well in a polygon: the middle of its wide levels, { x, y, width }. */
export function roomiest(polygon) {
  const [, minY, , maxY] = boxOf(polygon);
  const levels = [];
  for (let level = 1; level < 24; level++) {
    const y = minY + ((maxY - minY) * level) / 24;
    const xs = crossings(polygon, y);
    for (let i = 0; i + 1 < xs.length; i += 2) {
      levels.push({ x: (xs[i] + xs[i + 1]) / 2, y, width: xs[i + 1] - xs[i] });
    }
  }
  const widest = Math.max(...levels.map(l => l.width));
  const wide = levels.filter(l => l.width >= 0.7 * widest);
  return wide[wide.length >> 1];
}

/** The highest point of a polygon above or below which x lies. */
export function topAt(polygon, x) {
  let top = Infinity;
  for (let i = 0, j = polygon.length - 2; i < polygon.length; j = i, i += 2) {
    const xi = polygon[i], xj = polygon[j];
    if ((xi > x) !== (xj > x)) {
      top = Math.min(top, polygon[i + 1] + ((polygon[j + 1] - polygon[i + 1]) * (x - xi)) / (xj - xi));
    }
  }
  return top;
}

/** The direction in which a polygon extends: its middle, the angle of its long side (within a quarter turn of level), and its extents. */
export function axisOf(polygon) {
  const points = Array.from({ length: polygon.length / 2 }, (_, i) => [polygon[2 * i], polygon[2 * i + 1]]);
  const middle = [0, 1].map(k => points.reduce((sum, p) => sum + p[k], 0) / points.length);
  let xx = 0, xy = 0, yy = 0;
  for (const [px, py] of points) {
    const dx = px - middle[0], dy = py - middle[1];
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  }
  let angle = Math.atan2(2 * xy, xx - yy) / 2;
  angle = angle > Math.PI / 2 ? angle - Math.PI : angle <= -Math.PI / 2 ? angle + Math.PI : angle;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const along = points.map(([px, py]) => (px - middle[0]) * cos + (py - middle[1]) * sin);
  const across = points.map(([px, py]) => (py - middle[1]) * cos - (px - middle[0]) * sin);
  const [a1, a2, c1, c2] = [Math.min(...along), Math.max(...along), Math.min(...across), Math.max(...across)];
  const [a, c] = [(a1 + a2) / 2, (c1 + c2) / 2];
  return { x: middle[0] + a * cos - c * sin, y: middle[1] + a * sin + c * cos, angle, length: a2 - a1, thickness: c2 - c1 };
}

function spanAt(polygon, x, y) {
  const xs = crossings(polygon, y);
  for (let i = 0; i + 1 < xs.length; i += 2) {
    if (xs[i] <= x && x <= xs[i + 1]) {
      return [xs[i], xs[i + 1]];
    }
  }
  return null;
}

// Where a polygon's edges cross a level, from left to right: inside is between the first and the second, and so on.
function crossings(polygon, y) {
  const xs = [];
  for (let i = 0, j = polygon.length - 2; i < polygon.length; j = i, i += 2) {
    const yi = polygon[i + 1], yj = polygon[j + 1];
    if ((yi > y) !== (yj > y)) {
      xs.push(polygon[i] + ((polygon[j] - polygon[i]) * (y - yi)) / (yj - yi));
    }
  }
  return xs.sort((a, b) => a - b);
}

// A section without a drawn outline gets the box of its seats.
function hullOf(section, geometry) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = section.first; i < Math.min(section.first + section.count, geometry.placed); i++) {
    box[0] = Math.min(box[0], geometry.x[i]);
    box[1] = Math.min(box[1], geometry.y[i]);
    box[2] = Math.max(box[2], geometry.x[i]);
    box[3] = Math.max(box[3], geometry.y[i]);
  }
  const margin = geometry.radius * 2;
  const [x1, y1, x2, y2] = Number.isFinite(box[0])
    ? [box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin]
    : [0, 0, 1, 1];
  return [x1, y1, x2, y1, x2, y2, x1, y2];
}

export function pathOf(points) {
  const path = new Path2D();
  path.moveTo(points[0], points[1]);
  for (let i = 2; i < points.length; i += 2) {
    path.lineTo(points[i], points[i + 1]);
  }
  path.closePath();
  return path;
}

// Drawings (the stage, an outline) can exceed the plan's bounds; the overview must contain them.
function boundsOf(declared, geometry) {
  const box = [...declared];
  const drawn = [...geometry.sections.map(s => s.box), ...geometry.decor.filter(d => d.points?.length).map(d => boxOf(d.points))];
  for (const b of drawn) {
    box[0] = Math.min(box[0], b[0]);
    box[1] = Math.min(box[1], b[1]);
    box[2] = Math.max(box[2], b[2]);
    box[3] = Math.max(box[3], b[3]);
  }
  return box;
}

function accumulate(deltas, count) {
  const values = new Float32Array(count);
  for (let i = 0, sum = 0; i < count; i++) {
    sum += deltas[i];
    values[i] = sum;
  }
  return values;
}

function bytes(base64, count) {
  const text = atob(base64 ?? '');
  const values = new Uint8Array(count);
  for (let i = 0; i < Math.min(count, text.length); i++) {
    values[i] = text.charCodeAt(i);
  }
  return values;
}
