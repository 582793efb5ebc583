// The cached scene: sections and seats drawn to an offscreen surface slightly larger than the screen and reused until something
// changes. Panning inside the margin costs one copy; slow devices stretch the last picture while zooming.

import { css } from './theme.js';
import { seatShare } from './lod.js';

const marginPixels = 96;
const slowMilliseconds = 10;   // slower pictures are not redrawn in every frame of a movement …
const patienceMilliseconds = 90; // … but at least this often

export class Scene {
  /** Duration and seat count of the last full picture (for tests and tuning). */
  cost = { milliseconds: 0, seats: 0 };

  #canvas = document.createElement('canvas');
  #context = this.#canvas.getContext('2d', { alpha: false });
  #drawn = null; // the view of the picture
  #drawnAt = 0;
  #stale = true;
  #parts;

  /** parts: { geometry, theme, sections, seats } */
  constructor(parts) {
    this.#parts = parts;
  }

  invalidate() { this.#stale = true; }

  /** Draws the picture for a camera on a context with the device's transform; returns whether it is only approximate. */
  paint(target, camera, ratio, now) {
    const fits = this.#drawn !== null && this.#drawn.fits(camera, ratio);
    const canWait = this.#drawn !== null && camera.isMoving && this.cost.milliseconds > slowMilliseconds && now - this.#drawnAt < patienceMilliseconds;
    if ((this.#stale || !fits) && !canWait) {
      this.#draw(camera, ratio);
      this.#drawnAt = now;
    }
    return this.#copy(target, camera, ratio);
  }

  #draw(camera, ratio) {
    const start = performance.now();
    const view = new View(camera, ratio);
    const width = Math.round((camera.width + 2 * marginPixels) * ratio);
    const height = Math.round((camera.height + 2 * marginPixels) * ratio);
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
    }
    const ctx = this.#context;
    const { geometry, theme, sections, seats } = this.#parts;
    view.inDevicePixels(ctx);
    ctx.fillStyle = css(theme.surface);
    ctx.fillRect(0, 0, width, height);
    const share = seatShare(camera, geometry);
    sections.draw(ctx, view, share);
    const count = share > 0.02 ? seats.draw(ctx, view, share) : 0;
    this.#drawn = view;
    this.#stale = false;
    this.cost = { milliseconds: performance.now() - start, seats: count };
  }

  #copy(target, camera, ratio) {
    const stretch = camera.scale / this.#drawn.scale;
    const x = (camera.x(this.#drawn.worldLeft)) * ratio, y = (camera.y(this.#drawn.worldTop)) * ratio;
    if (Math.abs(stretch - 1) < 1e-9) {
      target.drawImage(this.#canvas, Math.round(x), Math.round(y));
      return this.#stale;
    }
    target.fillStyle = css(this.#parts.theme.surface);
    target.fillRect(0, 0, target.canvas.width, target.canvas.height);
    target.drawImage(this.#canvas, x, y, this.#canvas.width * stretch, this.#canvas.height * stretch);
    return true;
  }
}

/** Where the plan lies on the scene's surface: from plan units to CSS pixels and to device pixels. */
class View {
  constructor(camera, ratio) {
    this.scale = camera.scale;
    this.ratio = ratio;
    this.width = camera.width + 2 * marginPixels;
    this.height = camera.height + 2 * marginPixels;
    this.worldLeft = camera.worldX(-marginPixels);
    this.worldTop = camera.worldY(-marginPixels);
    this.box = [this.worldLeft, this.worldTop, this.worldLeft + this.width / this.scale, this.worldTop + this.height / this.scale];
    this.deviceScale = this.scale * ratio;
  }

  x(worldX) { return (worldX - this.worldLeft) * this.scale; }
  y(worldY) { return (worldY - this.worldTop) * this.scale; }
  deviceX(worldX) { return (worldX - this.worldLeft) * this.deviceScale; }
  deviceY(worldY) { return (worldY - this.worldTop) * this.deviceScale; }
  inDevicePixels(ctx) { ctx.setTransform(1, 0, 0, 1, 0, 0); }
  inPixels(ctx) { ctx.setTransform(this.ratio, 0, 0, this.ratio, 0, 0); }

  inPlan(ctx) {
    ctx.setTransform(this.deviceScale, 0, 0, this.deviceScale, -this.worldLeft * this.deviceScale, -this.worldTop * this.deviceScale);
  }

  sees(box) {
    return box[2] >= this.box[0] && box[0] <= this.box[2] && box[3] >= this.box[1] && box[1] <= this.box[3];
  }

  /** Whether this picture still covers what a camera sees, at the same scale. */
  fits(camera, ratio) {
    return ratio === this.ratio && camera.scale === this.scale
      && camera.width + 2 * marginPixels === this.width && camera.height + 2 * marginPixels === this.height
      && Math.abs(camera.x(this.worldLeft) + marginPixels) <= marginPixels
      && Math.abs(camera.y(this.worldTop) + marginPixels) <= marginPixels;
  }
}
