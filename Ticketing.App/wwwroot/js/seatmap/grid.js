// A uniform grid over the placed seats: which seats lie in a box, which seat is nearest to a point.

export class SeatGrid {
  #geometry;
  #cell;
  #minX;
  #minY;
  #columns;
  #rows;
  #start;
  #items;

  constructor(geometry) {
    this.#geometry = geometry;
    const { x, y, placed, radius, bounds } = geometry;
    this.#cell = radius * 12;
    this.#minX = bounds[0];
    this.#minY = bounds[1];
    this.#columns = Math.max(1, Math.ceil((bounds[2] - bounds[0]) / this.#cell) + 1);
    this.#rows = Math.max(1, Math.ceil((bounds[3] - bounds[1]) / this.#cell) + 1);

    // Counting sort into cells: one flat array of seats, one array of where each cell starts.
    this.#start = new Int32Array(this.#columns * this.#rows + 1);
    const cellOf = new Int32Array(placed);
    for (let i = 0; i < placed; i++) {
      cellOf[i] = this.#column(x[i]) + this.#row(y[i]) * this.#columns;
      this.#start[cellOf[i] + 1]++;
    }
    for (let c = 0; c < this.#columns * this.#rows; c++) {
      this.#start[c + 1] += this.#start[c];
    }
    const next = this.#start.slice();
    this.#items = new Int32Array(placed);
    for (let i = 0; i < placed; i++) {
      this.#items[next[cellOf[i]]++] = i;
    }
  }

  /** Calls visit(seat) for every seat whose cell touches the box: a superset of the seats in it. */
  each(minX, minY, maxX, maxY, visit) {
    const c1 = this.#column(minX), c2 = this.#column(maxX);
    for (let r = this.#row(minY), r2 = this.#row(maxY); r <= r2; r++) {
      const from = this.#start[r * this.#columns + c1];
      const to = this.#start[r * this.#columns + c2 + 1];
      for (let k = from; k < to; k++) {
        visit(this.#items[k]);
      }
    }
  }

  /** The nearest seat within a distance, or -1. */
  nearest(px, py, within) {
    const { x, y } = this.#geometry;
    let best = -1, bestSquare = within * within;
    this.each(px - within, py - within, px + within, py + within, seat => {
      const square = (x[seat] - px) ** 2 + (y[seat] - py) ** 2;
      if (square <= bestSquare) {
        best = seat;
        bestSquare = square;
      }
    });
    return best;
  }

  /**
   * The next seat from a seat in a direction (unit vector): the nearest in a cone of 60 degrees to either side,
   * where straying sideways costs more than going far. -1 where there is none.
   */
  next(seat, dx, dy) {
    const { x, y } = this.#geometry;
    for (let reach = this.#cell; reach <= this.#cell * 32; reach *= 4) {
      let best = -1, bestCost = Infinity;
      this.each(x[seat] - reach, y[seat] - reach, x[seat] + reach, y[seat] + reach, other => {
        const ox = x[other] - x[seat], oy = y[other] - y[seat];
        const along = ox * dx + oy * dy, aside = Math.abs(ox * dy - oy * dx);
        if (other !== seat && along > 1 && along <= reach && aside <= along * 1.75) {
          const cost = along + aside * 2.5;
          if (cost < bestCost) {
            best = other;
            bestCost = cost;
          }
        }
      });
      if (best >= 0) {
        return best;
      }
    }
    return -1;
  }

  #column(x) {
    return Math.min(this.#columns - 1, Math.max(0, Math.floor((x - this.#minX) / this.#cell)));
  }

  #row(y) {
    return Math.min(this.#rows - 1, Math.max(0, Math.floor((y - this.#minY) / this.#cell)));
  }
}
