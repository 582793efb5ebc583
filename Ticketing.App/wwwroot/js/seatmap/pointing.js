// Hit-testing: the seat or section under a pointer, and the action of a tap.

import { contains } from './geometry.js';

const clickPixels = 4.5;       // minimum radius for hits with a mouse …
const clickPixelsTouch = 8.5;  // … and with a finger; below it, a tap zooms in
const fingerPixels = 18;

export const seatPixelsToClick = isTouch => (isTouch ? clickPixelsTouch : clickPixels);

export class Pointing {
  #parts;
  #map;
  #tooltip;
  #act;

  /** act: { toggle(seat), preview(seat), endPreview(), openArea(section), zoomToSection(section, at) } */
  constructor(parts, map, tooltip, act) {
    this.#parts = parts;
    this.#map = map;
    this.#tooltip = tooltip;
    this.#act = act;
  }

  tap({ x, y, isTouch, isDouble }) {
    const { geometry } = this.#parts;
    const camera = this.#map.camera;
    const hit = this.#hit(x, y, isTouch);
    const seatsAreClickable = camera.seatPixels >= seatPixelsToClick(isTouch);
    if (hit.seat >= 0 && seatsAreClickable && isTouch) {
      this.#act.preview(hit.seat);
      return;
    }
    this.#act.endPreview();
    if (hit.seat >= 0 && seatsAreClickable) {
      this.showSeat(hit.seat);
      this.#act.toggle(hit.seat);
    } else if (hit.section >= 0 && geometry.sections[hit.section].area) {
      this.#act.openArea(hit.section);
    } else if (hit.section >= 0 && !seatsAreClickable) {
      this.#tooltip.hide();
      this.#act.zoomToSection(hit.section, { x: camera.worldX(x), y: camera.worldY(y) });
    } else if (isDouble) {
      camera.flyTo(camera.zoomed(x, y, 2.2));
    }
  }

  /** point: where a mouse hovers, or null when it left. */
  hover(point) {
    const overlay = this.#map.overlay;
    const hit = point ? this.#hit(point.x, point.y, false) : { seat: -1, section: -1 };
    const isOnSection = hit.seat < 0 && hit.section >= 0
      && (this.#map.seatShare < 0.5 || this.#parts.geometry.sections[hit.section].area !== null);
    this.#map.element.classList.toggle('is-clickable', hit.seat >= 0 || isOnSection);
    if (hit.seat >= 0) {
      this.showSeat(hit.seat);
    } else if (isOnSection) {
      this.#tooltip.section(hit.section, point.x, point.y);
    } else {
      this.#tooltip.hide();
    }
    const section = isOnSection ? hit.section : -1;
    if (overlay.hoverSeat !== hit.seat || overlay.hoverSection !== section) {
      overlay.hoverSeat = hit.seat;
      overlay.hoverSection = section;
      this.#map.invalidate();
    }
  }

  showSeat(seat) {
    const { geometry } = this.#parts;
    const camera = this.#map.camera;
    this.#tooltip.seat(seat, camera.x(geometry.x[seat]), camera.y(geometry.y[seat]), camera.seatPixels);
  }

  /** The section under the middle of the screen, or -1. */
  get sectionInView() {
    return this.#sectionAt(this.#map.camera.cx, this.#map.camera.cy);
  }

  #hit(x, y, isTouch) {
    const { geometry, grid } = this.#parts;
    const camera = this.#map.camera;
    const worldX = camera.worldX(x), worldY = camera.worldY(y);
    const within = isTouch ? Math.max(geometry.radius * 1.2, fingerPixels / camera.scale) : geometry.radius * 1.15;
    const seat = this.#map.seatShare > 0.5 ? grid.nearest(worldX, worldY, within) : -1;
    return { seat, section: this.#sectionAt(worldX, worldY) };
  }

  // Later sections lie on top of earlier ones.
  #sectionAt(worldX, worldY) {
    return this.#parts.geometry.sections.findLastIndex(s => contains(s.outline, worldX, worldY));
  }
}
