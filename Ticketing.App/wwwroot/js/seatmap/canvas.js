// The canvas: size, frames, drawing order.

import { Camera } from './camera.js';
import { watchDensity } from './density.js';
import { el } from './dom.js';
import { forgetWidths } from './draw-text.js';
import { seatShare } from './lod.js';
import { Minimap } from './minimap.js';
import { drawOffer } from './offers.js';
import { Overlay } from './overlay.js';
import { Scene } from './scene.js';
import { SeatPainter } from './draw-seats.js';
import { SectionPainter } from './draw-sections.js';
import { Theme } from './theme.js';

const ratioMax = 2.5; // higher device pixel ratios are invisible and cost every frame

export class MapCanvas {
  element;
  camera;
  overlay;
  scene;
  /** Called after each frame in which the camera moved. */
  onMoved = () => {};
  /** Called after the colours have changed. */
  onRestyled = () => {};

  #stage;
  #geometry;
  #theme;
  #seats;
  #minimap;
  #resize;
  #unwatchDensity;
  #frame = 0;
  #hasMoved = true;
  #ratio = 1;
  #context;

  constructor(root, stage, { geometry, state, grid, describer }) {
    this.#stage = stage;
    this.#geometry = geometry;
    this.element = el('canvas', { class: 'seatmap-canvas', 'data-testid': 'seat-canvas', tabindex: 0, role: 'application' });
    stage.append(this.element);
    this.#context = this.element.getContext('2d', { alpha: false });
    this.camera = new Camera(geometry, () => {
      this.#hasMoved = true;
      this.invalidate();
    });
    this.#theme = new Theme(root, () => this.#restyle());
    const sections = new SectionPainter(geometry, state, this.#theme, describer);
    this.#seats = new SeatPainter(geometry, state, this.#theme, grid);
    this.scene = new Scene({ geometry, theme: this.#theme, sections, seats: this.#seats });
    this.overlay = new Overlay(geometry, state, this.#theme);
    this.#minimap = new Minimap(stage, geometry, this.camera, this.#theme, sections);
    this.#seats.restyle();
    state.addEventListener('change', () => this.#redraw());
    this.#resize = new ResizeObserver(() => this.#fit());
    this.#resize.observe(stage);
    this.#unwatchDensity = watchDensity(() => this.#fit());
    this.#fit();
  }

  /** 0: sections as shapes … 1: single seats. */
  get seatShare() { return seatShare(this.camera, this.#geometry); }

  /** Draws the small plan of an offer. */
  drawOffer(canvas, seats) {
    drawOffer(canvas, { geometry: this.#geometry, theme: this.#theme }, seats);
  }

  /** Requests a frame. */
  invalidate() {
    if (this.#frame === 0) {
      this.#frame = requestAnimationFrame(now => this.#draw(now));
    }
  }

  dispose() {
    cancelAnimationFrame(this.#frame);
    this.#frame = -1;
    this.#resize.disconnect();
    this.#unwatchDensity();
    this.#theme.dispose();
  }

  #redraw() {
    this.scene.invalidate();
    this.#minimap.invalidate();
    this.invalidate();
  }

  #restyle() {
    forgetWidths();
    this.#seats.restyle();
    this.#redraw();
    this.onRestyled();
  }

  #fit() {
    const { clientWidth: width, clientHeight: height } = this.#stage;
    if (width === 0 || height === 0) {
      return; // hidden while the list is shown
    }
    this.#ratio = currentRatio();
    const deviceWidth = Math.round(width * this.#ratio), deviceHeight = Math.round(height * this.#ratio);
    if (this.element.width !== deviceWidth || this.element.height !== deviceHeight) {
      this.element.width = deviceWidth;
      this.element.height = deviceHeight;
    }
    this.camera.resize(width, height);
    // Resizing has emptied the canvas: draw before the browser shows it.
    if (this.#frame > 0) {
      cancelAnimationFrame(this.#frame);
    }
    this.#draw(performance.now());
  }

  #draw(now) {
    this.#frame = 0;
    if (this.#ratio !== currentRatio()) {
      this.#fit(); // draws
      return;
    }
    this.camera.tick(now);
    cancelAnimationFrame(this.#frame); // this frame covers the one that the camera's move requested
    this.#frame = 0;
    const ctx = this.#context;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    const isMakeshift = this.scene.paint(ctx, this.camera, this.#ratio, now);
    ctx.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
    const isAlive = this.overlay.draw(ctx, this.camera, this.seatShare, now);
    this.#minimap.draw(this.#ratio);
    if (this.#hasMoved) {
      this.#hasMoved = false;
      this.onMoved();
    }
    if (isMakeshift || isAlive || this.camera.isMoving) {
      this.invalidate();
    }
  }
}

const currentRatio = () => Math.min(ratioMax, devicePixelRatio || 1);
