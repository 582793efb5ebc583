// The camera: centre in plan units, scale in CSS pixels per plan unit. Moves immediately, by flight, or by inertia.

import { easeInOut, flight } from './flight.js';

const paddingPixels = 28;
const radiusPixelsMax = 30;

export class Camera {
  cx = 0;
  cy = 0;
  scale = 1;
  width = 1;
  height = 1;
  overviewScale = 1;

  #bounds;
  #radius;
  #onMove;
  #flying = null;
  #velocity = null;
  #zooming = null;
  #zoomedAt = -Infinity;
  #reduced = matchMedia('(prefers-reduced-motion: reduce)');

  constructor(geometry, onMove) {
    this.#bounds = geometry.bounds;
    this.#radius = geometry.radius;
    this.#onMove = onMove;
  }

  get seatPixels() { return this.#radius * this.scale; }
  get isMoving() {
    return this.#flying !== null || this.#velocity !== null || this.#zooming !== null || performance.now() - this.#zoomedAt < 120;
  }
  get isOverview() { return this.scale <= this.overviewScale * 1.02; }
  get maxScale() { return Math.max(radiusPixelsMax / this.#radius, this.overviewScale * 1.5); }

  resize(width, height) {
    const wasOverview = this.isOverview || this.width <= 1;
    this.width = width;
    this.height = height;
    const overview = this.viewOf(this.#bounds);
    this.overviewScale = overview.scale;
    this.#moveTo(wasOverview ? overview : this);
  }

  x(worldX) { return (worldX - this.cx) * this.scale + this.width / 2; }
  y(worldY) { return (worldY - this.cy) * this.scale + this.height / 2; }
  worldX(x) { return (x - this.width / 2) / this.scale + this.cx; }
  worldY(y) { return (y - this.height / 2) / this.scale + this.cy; }

  /** The view that shows a box [minX,minY,maxX,maxY], its seats between two radii in pixels. */
  viewOf(box, radiusMin = 0, radiusMax = radiusPixelsMax) {
    const padding = Math.min(paddingPixels, this.width / 14);
    const fit = Math.min(
      (this.width - 2 * padding) / Math.max(1, box[2] - box[0]),
      (this.height - 2 * padding) / Math.max(1, box[3] - box[1]));
    const scale = Math.min(radiusMax / this.#radius, Math.max(radiusMin / this.#radius, fit, 1e-4));
    return { cx: (box[0] + box[2]) / 2, cy: (box[1] + box[3]) / 2, scale };
  }

  overview() { return this.viewOf(this.#bounds); }

  panBy(dx, dy) {
    this.stop();
    this.#moveTo({ cx: this.cx - dx / this.scale, cy: this.cy - dy / this.scale, scale: this.scale });
  }

  zoomAt(x, y, factor) {
    this.stop();
    this.#zoomedAt = performance.now();
    this.#moveTo(this.zoomed(x, y, factor));
  }

  /** Zooms about a point over the next frames: a mouse wheel's coarse steps become one movement. */
  zoomSoftly(x, y, factor) {
    const target = (this.#zooming?.target ?? this.scale) * factor;
    this.stop();
    this.#zooming = { x, y, target: Math.min(this.maxScale, Math.max(this.overviewScale * 0.9, target)) };
    this.#onMove();
  }

  /** The view after zooming by a factor about a point on the screen. */
  zoomed(x, y, factor) {
    const scale = Math.min(this.maxScale, Math.max(this.overviewScale * 0.9, this.scale * factor));
    return {
      cx: this.worldX(x) - (x - this.width / 2) / scale,
      cy: this.worldY(y) - (y - this.height / 2) / scale,
      scale,
    };
  }

  /** Flies to a view; resolves on arrival or when another movement interrupts it. */
  flyTo(target, instant = false) {
    this.stop();
    const view = this.#clamped(target);
    const from = { cx: this.cx, cy: this.cy, width: this.width / this.scale };
    const path = flight(from, { cx: view.cx, cy: view.cy, width: this.width / view.scale });
    if (instant || this.#reduced.matches || path.length < 1e-3) {
      this.#moveTo(view);
      return Promise.resolve();
    }
    return new Promise(resolve => {
      this.#flying = { path, to: view, start: performance.now(), duration: Math.min(750, 260 + path.length * 170), resolve };
      this.#onMove();
    });
  }

  /** Starts inertia with a speed in pixels per millisecond. */
  glide(vx, vy) {
    if (!this.#reduced.matches && Math.hypot(vx, vy) > 0.15) {
      this.#velocity = { vx, vy, at: performance.now() };
      this.#onMove();
    }
  }

  stop() {
    const flying = this.#flying;
    this.#flying = null;
    this.#velocity = null;
    this.#zooming = null;
    flying?.resolve();
  }

  /** One animation step; call once per frame. */
  tick(now) {
    if (this.#flying) {
      const f = this.#flying;
      const t = Math.min(1, Math.max(0, (now - f.start) / f.duration));
      const at = f.path.at(easeInOut(t));
      Object.assign(this, t === 1 ? f.to : { cx: at.cx, cy: at.cy, scale: this.width / at.width });
      if (t === 1) {
        this.stop();
      }
      this.#onMove();
    } else if (this.#zooming) {
      const z = this.#zooming;
      const ratio = z.target / this.scale;
      const isThere = this.#reduced.matches || Math.abs(Math.log(ratio)) < 0.004;
      this.#moveTo(this.zoomed(z.x, z.y, isThere ? ratio : ratio ** 0.28));
      this.#zooming = isThere ? null : z;
    } else if (this.#velocity) {
      const v = this.#velocity;
      const elapsed = Math.min(50, Math.max(0, now - v.at));
      v.at = now;
      const glided = { cx: this.cx - (v.vx * elapsed) / this.scale, cy: this.cy - (v.vy * elapsed) / this.scale, scale: this.scale };
      const decay = Math.exp(-elapsed / 180);
      v.vx *= decay;
      v.vy *= decay;
      if (Math.hypot(v.vx, v.vy) < 0.02) {
        this.#velocity = null;
      }
      this.#moveTo(glided);
    }
  }

  // Keeps the centre of the screen over the plan, and an overview centred.
  #clamped(view) {
    if (view.scale <= this.overviewScale * 1.02) {
      return { ...this.overview(), scale: view.scale };
    }
    const along = (centre, min, max, room) => {
      const slack = Math.max(0, (max - min) / 2 - room * 0.2);
      const middle = (min + max) / 2;
      return Math.min(middle + slack, Math.max(middle - slack, centre));
    };
    const [minX, minY, maxX, maxY] = this.#bounds;
    return {
      cx: along(view.cx, minX, maxX, this.width / view.scale),
      cy: along(view.cy, minY, maxY, this.height / view.scale),
      scale: view.scale,
    };
  }

  #moveTo(view) {
    Object.assign(this, this.#clamped(view));
    this.#onMove();
  }
}
