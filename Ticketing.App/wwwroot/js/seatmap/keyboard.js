// Keyboard navigation: a cursor that moves between sections, and inside one between seats.

const directions = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const panPixels = 90;
const seatPixels = 13;

/** act: { toggle(seat), openArea(section), zoomToSection(section), say(text), changed() } */
export class Keyboard {
  /** { kind: 'section' | 'seat', index } or null before the first key. */
  cursor = null;

  #geometry;
  #state;
  #grid;
  #camera;
  #describer;
  #act;

  constructor({ geometry, state, grid, camera, describer }, act) {
    this.#geometry = geometry;
    this.#state = state;
    this.#grid = grid;
    this.#camera = camera;
    this.#describer = describer;
    this.#act = act;
  }

  /** Announces the cursor when the map receives the focus. */
  enter() {
    this.cursor ??= { kind: 'section', index: 0 };
    this.#announce();
  }

  /** Returns whether the key was handled. */
  handle(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return false;
    }
    const step = directions[event.key];
    if (step && event.shiftKey) {
      this.#camera.panBy(-step[0] * panPixels, -step[1] * panPixels);
      return true;
    }
    if (step) {
      this.#walk(step);
      return true;
    }
    switch (event.key) {
      case 'Enter':
      case ' ':
        this.#choose();
        return true;
      case 'Escape':
        return this.#leave();
      case '+':
      case '=':
        this.#zoom(1.5);
        return true;
      case '-':
      case '_':
        this.#zoom(1 / 1.5);
        return true;
      case '0':
        this.#camera.flyTo(this.#camera.overview());
        return true;
      case 'Home':
      case 'End':
        return this.#toRowEnd(event.key === 'Home');
      case 'PageDown':
      case 'PageUp':
        this.#nextSection(event.key === 'PageDown' ? 1 : -1);
        return true;
      case 'n':
      case 'N':
        this.#nextFree();
        return true;
      default:
        return false;
    }
  }

  #walk(direction) {
    if (!this.cursor) {
      this.enter();
      return;
    }
    if (this.cursor.kind === 'seat') {
      const next = this.#grid.next(this.cursor.index, ...direction);
      if (next >= 0) {
        this.#toSeat(next);
      }
    } else {
      const next = this.#sectionTowards(this.cursor.index, direction);
      if (next >= 0) {
        this.#toSection(next);
      }
    }
  }

  #choose() {
    if (!this.cursor) {
      this.enter();
    } else if (this.cursor.kind === 'seat') {
      this.#act.toggle(this.cursor.index);
    } else if (this.#geometry.sections[this.cursor.index].area) {
      this.#act.openArea(this.cursor.index);
    } else {
      this.#enterSection(this.cursor.index);
    }
  }

  #enterSection(index) {
    const { first, count } = this.#geometry.sections[index];
    let seat = first;
    while (seat < first + count && !(this.#state.isFree(seat) && this.#state.passes(seat))) {
      seat++;
    }
    this.cursor = { kind: 'seat', index: seat < first + count ? seat : first };
    this.#act.zoomToSection(index);
    this.#announce();
  }

  #leave() {
    if (this.cursor?.kind === 'seat') {
      this.#toSection(this.#geometry.sectionOf[this.cursor.index]);
    } else if (this.#camera.isOverview) {
      return false;
    }
    this.#camera.flyTo(this.#camera.overview());
    return true;
  }

  #zoom(factor) {
    const at = this.cursor?.kind === 'seat' ? this.#screen(this.cursor.index) : [this.#camera.width / 2, this.#camera.height / 2];
    this.#camera.flyTo(this.#camera.zoomed(...at, factor));
  }

  #toRowEnd(isStart) {
    if (this.cursor?.kind !== 'seat') {
      return false;
    }
    const row = this.#geometry.rows[this.#geometry.rowOf[this.cursor.index]];
    this.#toSeat(isStart ? row.first : row.first + row.count - 1);
    return true;
  }

  #nextSection(step) {
    const count = this.#geometry.sections.length;
    const at = this.cursor === null ? -1 : this.cursor.kind === 'seat' ? this.#geometry.sectionOf[this.cursor.index] : this.cursor.index;
    const wasSeat = this.cursor?.kind === 'seat';
    const next = (at + step + count) % count;
    if (wasSeat && !this.#geometry.sections[next].area) {
      this.#enterSection(next);
    } else {
      this.#toSection(next);
    }
  }

  #nextFree() {
    const { placed } = this.#geometry;
    const from = this.cursor?.kind === 'seat' ? this.cursor.index + 1 : this.#geometry.sections[this.cursor?.index ?? 0].first;
    for (let step = 0; step < placed; step++) {
      const seat = (from + step) % placed;
      if (this.#state.isFree(seat) && this.#state.passes(seat)) {
        this.#toSeat(seat);
        return;
      }
    }
    this.#act.say(this.#describer.t('Sold out'));
  }

  #toSeat(seat) {
    this.cursor = { kind: 'seat', index: seat };
    const [x, y] = this.#screen(seat);
    const marginX = this.#camera.width * 0.12, marginY = this.#camera.height * 0.15;
    const isVisible = x > marginX && x < this.#camera.width - marginX && y > marginY && y < this.#camera.height - marginY;
    if (!isVisible || this.#camera.seatPixels < seatPixels * 0.6) {
      const scale = Math.max(this.#camera.scale, seatPixels / this.#geometry.radius);
      this.#camera.flyTo({ cx: this.#geometry.x[seat], cy: this.#geometry.y[seat], scale });
    }
    this.#announce();
  }

  #toSection(index) {
    this.cursor = { kind: 'section', index };
    const { box } = this.#geometry.sections[index];
    const isVisible = this.#camera.x(box[0]) > 0 && this.#camera.x(box[2]) < this.#camera.width
      && this.#camera.y(box[1]) > 0 && this.#camera.y(box[3]) < this.#camera.height;
    if (!isVisible) {
      this.#camera.flyTo(this.#camera.overview());
    }
    this.#announce();
  }

  #sectionTowards(from, [dx, dy]) {
    const [x, y] = this.#geometry.sections[from].label;
    let best = -1, bestCost = Infinity;
    this.#geometry.sections.forEach((section, index) => {
      const ox = section.label[0] - x, oy = section.label[1] - y;
      const along = ox * dx + oy * dy, aside = Math.abs(ox * dy - oy * dx);
      const cost = along + aside * 2;
      if (index !== from && along > 1 && aside <= along * 2 && cost < bestCost) {
        best = index;
        bestCost = cost;
      }
    });
    return best;
  }

  #announce() {
    this.#act.changed();
    this.#act.say(this.cursor.kind === 'seat' ? this.#describer.seat(this.cursor.index) : this.#describer.section(this.cursor.index));
  }

  #screen(seat) {
    return [this.#camera.x(this.#geometry.x[seat]), this.#camera.y(this.#geometry.y[seat])];
  }
}
