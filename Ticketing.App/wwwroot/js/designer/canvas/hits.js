// What lies under a point or in a box: seats by the seat map's grid, other objects by their outline.

import { SeatGrid } from '../../seatmap/grid.js';
import { corners, isSeated, textCorners } from '../core/objects.js';
import { contains, distance, distanceToSegment, inPolygon, intersects } from '../core/points.js';

const layers = ['text', 'table', 'area', 'stage', 'shape'];

export class Hits {
  #editor;
  #grid = null;
  #owner = [];
  #index = [];
  #geometry = null;

  constructor(editor) {
    this.#editor = editor;
    const forget = () => { this.#grid = null; };
    editor.addEventListener('change', forget);
    editor.addEventListener('options', forget);
  }

  /** { object, seat } of the seat nearest to a point, or null; seats that were taken out count only where asked for. */
  seat(point, within, withRemoved = false) {
    this.#build();
    let best = null, bestDistance = within;
    const { x, y } = this.#geometry;
    this.#grid.each(point[0] - within, point[1] - within, point[0] + within, point[1] + within, k => {
      const d = Math.hypot(x[k] - point[0], y[k] - point[1]);
      const owner = this.#owner[k];
      if (d <= bestDistance && (withRemoved || !this.#editor.model.seats(owner).removed[this.#index[k]])) {
        best = { object: owner, seat: this.#index[k] };
        bestDistance = d;
      }
    });
    return best;
  }

  /** The object at a point; locked ones only where asked for. */
  object(point, slack, { withLocked = false } = {}) {
    const { model } = this.#editor;
    const isOpen = o => this.#editor.isShown(o) && (withLocked || !o.locked);
    const seat = this.seat(point, model.seatRadius + slack);
    if (seat && isOpen(seat.object)) {
      return seat.object;
    }
    const all = [...model.objects.values()].reverse();
    for (const layer of layers) {
      const hit = all.find(o => o.type === layer && isOpen(o) && touches(o, point, slack));
      if (hit) {
        return hit;
      }
    }
    return all.find(o => o.type === 'picture' && isOpen(o) && inPolygon(corners(o), point)) ?? null;
  }

  /** Objects with a seat or a corner in a box; shapes only if they lie in it whole. */
  inBox(box) {
    const { model } = this.#editor;
    return [...model.objects.values()].filter(o => {
      if (o.locked || !this.#editor.isShown(o) || !intersects(model.box(o), box)) {
        return false;
      }
      if (!isSeated(o)) {
        const own = model.box(o);
        return own[0] >= box[0] && own[1] >= box[1] && own[2] <= box[2] && own[3] <= box[3];
      }
      const { x, y, count } = model.seats(o);
      for (let i = 0; i < count; i++) {
        if (contains(box, [x[i], y[i]])) {
          return true;
        }
      }
      return false;
    });
  }

  #build() {
    if (this.#grid !== null) {
      return;
    }
    const { model } = this.#editor;
    const x = [], y = [];
    this.#owner = [];
    this.#index = [];
    for (const o of model.objects.values()) {
      if (isSeated(o) && this.#editor.isShown(o)) {
        const seats = model.seats(o);
        for (let i = 0; i < seats.count; i++) {
          x.push(seats.x[i]);
          y.push(seats.y[i]);
          this.#owner.push(o);
          this.#index.push(i);
        }
      }
    }
    this.#geometry = { x, y, placed: x.length, radius: model.seatRadius, bounds: model.boxOfAll() ?? [0, 0, 1, 1] };
    this.#grid = new SeatGrid(this.#geometry);
  }
}

function touches(o, point, slack) {
  if (o.type === 'text') {
    return inPolygon(textCorners(o), point);
  }
  if (o.type === 'table') {
    return o.shape === 'round' ? distance([o.x, o.y], point) <= o.width / 2 + slack : inPolygon(corners(o), point);
  }
  const isNearEdge = o.points.some((p, i) => distanceToSegment(point, p, o.points[(i + 1) % o.points.length]) <= slack);
  return isNearEdge || (o.fill !== 'line' && inPolygon(o.points, point));
}
