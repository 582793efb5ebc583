// What browser tests see of the map: element.seatMap.

import { labelIndex, labelOf } from './geometry.js';
import { seatPixelsToClick } from './pointing.js';
import { statusNames } from './state.js';

export class MapProbe {
  #geometry;
  #state;
  #map;
  #keyboard;
  #toggle;

  constructor({ geometry, state, map, keyboard }, toggle) {
    this.#geometry = geometry;
    this.#state = state;
    this.#map = map;
    this.#keyboard = keyboard;
    this.#toggle = toggle;
  }

  /** Client coordinates of a seat by its label, or null. */
  positionOf(label) {
    const seat = this.#seat(label);
    if (seat === undefined) {
      return null;
    }
    const { geometry, camera, element } = { geometry: this.#geometry, camera: this.#map.camera, element: this.#map.element };
    const box = element.getBoundingClientRect();
    const [x, y] = seat < geometry.placed
      ? [geometry.x[seat], geometry.y[seat]]
      : geometry.sections[geometry.sectionOf[seat]].label;
    return { x: box.left + camera.x(x), y: box.top + camera.y(y) };
  }

  /** Zooms so that a seat can be clicked; resolves to its client coordinates once there. */
  async reveal(label) {
    const { placed, radius, x, y } = this.#geometry;
    const seat = this.#seat(label);
    if (seat < placed) {
      const scale = Math.max(this.#map.camera.scale, (seatPixelsToClick(true) * 1.4) / radius);
      await this.#map.camera.flyTo({ cx: x[seat], cy: y[seat], scale });
    }
    return this.positionOf(label);
  }

  /** 'available' | 'held' | 'sold' | 'blocked', or 'own' | 'pending' for this buyer's. */
  statusOf(label) {
    const seat = this.#seat(label);
    return this.#state.pending.has(seat) ? 'pending' : this.#state.isOwn(seat) ? 'own' : statusNames[this.#state.status[seat]] ?? null;
  }

  /** The label of the seat under the keyboard's cursor, or null. */
  get cursorLabel() {
    const { cursor } = this.#keyboard;
    return cursor?.kind === 'seat' ? labelOf(this.#geometry, cursor.index) : null;
  }

  /** Picks a seat by its label as a click does. */
  pick(label) { return this.#toggle(this.#seat(label)); }

  /** How long the last full picture took, in milliseconds, and how many seats were drawn one by one. */
  get drawCost() { return this.#map.scene.cost; }

  get version() { return this.#state.version; }

  #seat(label) { return labelIndex(this.#geometry).get(label); }
}
