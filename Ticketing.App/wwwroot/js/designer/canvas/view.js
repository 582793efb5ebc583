// The canvas: camera, the bitmap of what rests, what moves drawn over it, marks and the minimap. One animation frame for all.

import { Camera } from '../../seatmap/camera.js';
import { watchDensity } from '../../seatmap/density.js';
import { el } from '../../seatmap/dom.js';
import { forgetWidths } from '../../seatmap/draw-text.js';
import { Scene } from '../../seatmap/scene.js';
import { parse, Theme } from '../../seatmap/theme.js';
import { grown, intersects } from '../core/points.js';
import { Minimap } from './minimap.js';
import { Overlay } from './overlay.js';
import { Painter } from './painter.js';
import { ScreenView } from './screen-view.js';

const ratioMax = 2;
const emptyBox = [-1000, -750, 1000, 750];
const roomMin = 800; // centimetres around the drawing
const ownColours = ['added', 'removed', 'moved'];
const minimapMilliseconds = 300;

export class View {
  element;
  camera;
  overlay;
  /** Durations of the last frames in milliseconds, for tests and tuning. */
  frames = [];
  onMoved = () => {};

  #editor;
  #stage;
  #theme;
  #painter;
  #scene;
  #minimap;
  #minimapTimer = 0;
  #bounds = [...emptyBox];
  #resting = null; // ids that are drawn over the bitmap instead of in it
  #frame = 0;
  #ratio = 1;
  #hasMoved = true;
  #tool = () => null;
  #unwatch;
  #resize;

  constructor(stage, editor) {
    this.#editor = editor;
    this.#stage = stage;
    this.element = el('canvas', { class: 'designer-canvas', tabindex: 0, role: 'application', 'aria-label': editor.t('Drawing'), 'data-testid': 'designer-canvas' });
    stage.append(this.element);
    this.camera = new Camera({ bounds: this.#bounds, radius: editor.model.seatRadius }, () => {
      this.#hasMoved = true;
      this.invalidate();
    });
    this.#theme = new Theme(stage, () => {
      this.#readColours();
      forgetWidths();
      this.redraw();
    });
    this.#readColours();
    this.#painter = new Painter(editor, this.#theme, () => this.redraw());
    this.#scene = new Scene({
      geometry: { radius: editor.model.seatRadius },
      theme: this.#theme,
      sections: { draw: (ctx, view) => this.#painter.drawAll(ctx, view, this.#resting) },
      seats: { draw: () => 0 },
    });
    this.overlay = new Overlay(editor, this.#theme);
    this.#minimap = new Minimap(stage, { editor, camera: this.camera, theme: this.#theme, painter: this.#painter });
    editor.addEventListener('change', () => this.redraw());
    editor.addEventListener('options', () => this.redraw());
    editor.addEventListener('preview', () => this.#previewed());
    editor.addEventListener('tool', () => this.invalidate());
    editor.addEventListener('selection', e => {
      if (e.detail.reveal) {
        this.reveal(editor.selected);
      }
      this.invalidate();
    });
    this.#resize = new ResizeObserver(() => this.#fit());
    this.#resize.observe(stage);
    this.#unwatch = watchDensity(() => this.#fit());
    this.#bound();
    this.#fit();
  }

  /** Who draws the current tool's marks. */
  set tool(get) { this.#tool = get; }

  get theme() { return this.#theme; }

  point(x, y) { return [this.camera.worldX(x), this.camera.worldY(y)]; }

  invalidate() {
    if (this.#frame === 0) {
      this.#frame = requestAnimationFrame(now => this.#draw(now));
    }
  }

  redraw() {
    this.#bound();
    this.#scene.invalidate();
    // The minimap follows when there is time: it draws everything.
    clearTimeout(this.#minimapTimer);
    this.#minimapTimer = setTimeout(() => {
      this.#minimap.invalidate();
      this.invalidate();
    }, minimapMilliseconds);
    this.invalidate();
  }

  /** Shows objects, or everything. */
  show(objects = [...this.#editor.model.objects.values()], instant = false) {
    const box = this.#editor.model.boxOfAll(objects);
    return this.camera.flyTo(this.camera.viewOf(box === null ? emptyBox : grown(box, 60), 0, 22), instant);
  }

  /** Shows objects only if they are out of view. */
  reveal(objects) {
    const box = this.#editor.model.boxOfAll(objects);
    if (box !== null && !intersects(box, new ScreenView(this.camera, 1).box)) {
      this.show(objects);
    }
  }

  flyToPoint([x, y], seatPixels = 12) {
    const scale = Math.max(this.camera.scale, seatPixels / this.#editor.model.seatRadius);
    return this.camera.flyTo({ cx: x, cy: y, scale });
  }

  dispose() {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#minimapTimer);
    this.#frame = -1;
    this.#resize.disconnect();
    this.#unwatch();
    this.#theme.dispose();
  }

  // The camera keeps the reference: the room grows with the drawing.
  #bound() {
    const box = this.#editor.model.boxOfAll() ?? emptyBox;
    const room = Math.max(roomMin, (box[2] - box[0]) * 0.35, (box[3] - box[1]) * 0.35);
    grown(box, room).forEach((value, i) => { this.#bounds[i] = value; });
  }

  // What moves is taken out of the bitmap once, and drawn over it in every frame.
  #previewed() {
    const ids = this.#editor.preview === null ? null : new Set(this.#editor.preview.objects.keys());
    const isSame = ids === null ? this.#resting === null : this.#resting !== null && ids.size === this.#resting.size && [...ids].every(id => this.#resting.has(id));
    if (!isSame) {
      this.#resting = ids;
      this.#scene.invalidate();
    }
    this.invalidate();
  }

  #readColours() {
    const style = getComputedStyle(this.#stage);
    const probe = el('span', { hidden: true });
    this.#stage.append(probe);
    for (const name of ownColours) {
      probe.style.color = style.getPropertyValue(`--designer-${name}`) ? `var(--designer-${name})` : '';
      this.#theme[name] = parse(getComputedStyle(probe).color);
    }
    probe.remove();
  }

  #fit() {
    const { clientWidth: width, clientHeight: height } = this.#stage;
    if (width === 0 || height === 0) {
      return;
    }
    this.#ratio = Math.min(ratioMax, devicePixelRatio || 1);
    this.element.width = Math.round(width * this.#ratio);
    this.element.height = Math.round(height * this.#ratio);
    const isFirst = this.camera.width <= 1;
    this.camera.resize(width, height);
    if (isFirst) {
      this.show(undefined, true);
    }
    cancelAnimationFrame(this.#frame);
    this.#draw(performance.now());
  }

  #draw(now) {
    const start = performance.now();
    this.camera.tick(now);
    cancelAnimationFrame(this.#frame); // this frame covers the one that the camera's move requested
    this.#frame = 0;
    const ctx = this.element.getContext('2d', { alpha: false });
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    const isMakeshift = this.#scene.paint(ctx, this.camera, this.#ratio, now);
    const view = new ScreenView(this.camera, this.#ratio);
    if (this.#editor.preview !== null) {
      this.#painter.draw(ctx, view, [...this.#editor.preview.objects.values()]);
    }
    this.overlay.draw(ctx, view, this.#tool());
    this.#minimap.draw(this.#ratio);
    if (this.#hasMoved) {
      this.#hasMoved = false;
      this.onMoved();
    }
    if (isMakeshift || this.camera.isMoving) {
      this.invalidate();
    }
    this.frames.push(performance.now() - start);
    if (this.frames.length > 600) {
      this.frames.shift();
    }
  }
}
