// Positions of an object's seats; mirrors SeatLayout. The published plan is what the server lays out.

import { names } from './numbering.js';
import { alongPath, lengthOf } from './points.js';

const tableGap = 10;
const epsilon = 1e-9;
const cache = new WeakMap();

export const kinds = ['regular', 'wheelchair', 'companion', 'restrictedView'];

/**
 * The seats of an object with its overrides: parallel arrays, row by row, from left to right.
 * Objects are never changed in place, so a layout is computed once for each.
 */
export function seatsOf(object, seatRadius) {
  let laid = cache.get(object);
  if (!laid || laid.seatRadius !== seatRadius) {
    laid = new Seats(object, seatRadius);
    cache.set(object, laid);
  }
  return laid;
}

class Seats {
  #rowNames = null;
  #numbers = null;
  #labels = null;

  constructor(object, seatRadius) {
    this.object = object;
    this.seatRadius = seatRadius;
    const local = object.type === 'table' ? table(object, seatRadius) : rows(object);
    this.count = local.x.length;
    this.counts = local.counts;
    this.row = local.row;
    this.seat = local.seat;
    this.localX = local.x;
    this.localY = local.y;
    this.removed = new Uint8Array(this.count);
    this.kind = new Uint8Array(this.count);
    this.category = new Array(this.count).fill(object.category ?? null);
    this.first = new Int32Array(this.counts.length + 1);
    this.counts.forEach((count, row) => { this.first[row + 1] = this.first[row] + count; });
    // Overrides of a seat win over overrides of its row.
    const nudges = new Map();
    const isRow = special => (special.seat ?? null) === null;
    for (const special of [...object.overrides.filter(isRow), ...object.overrides.filter(o => !isRow(o))]) {
      this.#override(special, isRow(special), nudges);
    }
    nudges.forEach(([dx, dy], i) => {
      local.x[i] += dx;
      local.y[i] += dy;
    });
    const sin = Math.sin((object.angle * Math.PI) / 180), cos = Math.cos((object.angle * Math.PI) / 180);
    this.x = new Float64Array(this.count);
    this.y = new Float64Array(this.count);
    this.left = 0;
    for (let i = 0; i < this.count; i++) {
      this.x[i] = object.x + local.x[i] * cos - local.y[i] * sin;
      this.y[i] = object.y + local.x[i] * sin + local.y[i] * cos;
      this.left += 1 - this.removed[i];
    }
  }

  #override(special, isRow, nudges) {
    const from = isRow ? this.first[special.row] : this.indexOf(special.row, special.seat);
    const to = isRow ? this.first[special.row + 1] : from + 1;
    for (let i = from; i >= 0 && i < to; i++) {
      this.removed[i] |= special.removed ? 1 : 0;
      this.category[i] = special.category ?? this.category[i];
      this.kind[i] = special.kind ? kinds.indexOf(special.kind) : this.kind[i];
      if ((special.dx ?? special.dy ?? null) !== null) {
        nudges.set(i, [special.dx ?? nudges.get(i)?.[0] ?? 0, special.dy ?? nudges.get(i)?.[1] ?? 0]);
      }
      if (special.label !== null && special.label !== undefined) {
        (this.#labels ??= new Map()).set(i, special.label);
      }
    }
  }

  /** The index of a seat by its row's and its own ordinal; -1 where there is none. */
  indexOf(row, seat) {
    return row >= 0 && row < this.counts.length && seat >= 0 && seat < this.counts[row] ? this.first[row] + seat : -1;
  }

  get rowNames() {
    return this.#rowNames ??= this.object.type === 'block' ? names(this.object.rowNumbering, this.counts.length) : [this.object.name];
  }

  /** The seats' numbers with their overrides. */
  get numbers() {
    if (this.#numbers === null) {
      this.#numbers = this.counts.flatMap(count => names(this.object.seatNumbering, count));
      this.#labels?.forEach((label, i) => { this.#numbers[i] = label; });
    }
    return this.#numbers;
  }
}

function rows(object) {
  const isRow = object.type === 'row';
  const block = isRow ? { ...object, rows: 1, seatGrowth: 0, rowSpacing: 0, skew: 0, justified: false } : object;
  const path = isRow && object.path?.length > 1 ? object.path : null;
  const x = [], y = [], row = [], seat = [], counts = [];
  for (let r = 0; r < block.rows; r++) {
    const parts = partsOf(block, r);
    const total = parts.reduce((sum, p) => sum + p.gap + p.seats * p.pitch, 0);
    let along = path ? (lengthOf(path) - total) / 2 : r * block.skew - total / 2;
    let ordinal = 0;
    for (const part of parts) {
      along += part.gap;
      for (let i = 0; i < part.seats; i++, ordinal++) {
        const at = along + (i + 0.5) * part.pitch;
        const [px, py] = path ? alongPath(path, at) : onRow(at, r * block.rowSpacing, block.radius);
        x.push(px);
        y.push(py);
        row.push(r);
        seat.push(ordinal);
      }
      along += part.seats * part.pitch;
    }
    counts.push(ordinal);
  }
  return { x, y, row, seat, counts };
}

// The parts of a row between its aisles. Growth is fractional; each part is rounded down to whole seats.
function partsOf(block, row) {
  const parts = [];
  const total = block.seats + row * block.seatGrowth;
  let from = 0, gap = 0;
  for (const aisle of [...block.aisles, { after: block.seats, width: 0, growth: block.seatGrowth }]) {
    const to = Math.min(aisle.after + row * (aisle.growth ?? 0), total);
    const seats = Math.max(0, Math.floor(to - from + epsilon));
    if (seats > 0) {
      parts.push({ seats, pitch: block.justified ? ((to - from) / seats) * block.spacing : block.spacing, gap: parts.length === 0 ? 0 : gap });
      gap = 0;
    }
    gap += aisle.width;
    from = Math.max(from, to);
  }
  return parts;
}

// A curved row lies on a circle around a centre in front of the first row (behind it with a negative radius).
function onRow(along, back, radius) {
  if (radius === 0) {
    return [along, back];
  }
  const angle = along / (radius + back);
  return [(radius + back) * Math.sin(angle), (radius + back) * Math.cos(angle) - radius];
}

function table(object, seatRadius) {
  const places = object.shape === 'round' ? aroundCircle(object, seatRadius) : aroundRectangle(object, seatRadius);
  return {
    x: places.map(p => p[0]), y: places.map(p => p[1]), row: places.map(() => 0), seat: places.map((_, i) => i), counts: [places.length],
  };
}

function aroundCircle({ seats, width }, seatRadius) {
  const radius = width / 2 + tableGap + seatRadius;
  return Array.from({ length: seats }, (_, i) => {
    const angle = (i * 2 * Math.PI) / seats;
    return [radius * Math.sin(angle), -radius * Math.cos(angle)];
  });
}

function aroundRectangle({ seats, endSeats, width, depth }, seatRadius) {
  const ends = Math.min(endSeats, Math.floor(seats / 2));
  const top = Math.floor((seats - 2 * ends + 1) / 2), bottom = seats - 2 * ends - top;
  const outX = width / 2 + tableGap + seatRadius, outY = depth / 2 + tableGap + seatRadius;
  const side = (count, length) => Array.from({ length: count }, (_, i) => length * ((i + 0.5) / count - 0.5));
  return [
    ...side(top, width).map(at => [at, -outY]),
    ...side(ends, depth).map(at => [outX, at]),
    ...side(bottom, width).map(at => [-at, outY]),
    ...side(ends, depth).map(at => [-outX, -at]),
  ];
}
