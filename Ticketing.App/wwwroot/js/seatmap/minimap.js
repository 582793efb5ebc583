// Minimap in a corner while zoomed in; a click or drag moves the camera.

import { el } from './dom.js';
import { css } from './theme.js';

const widthMax = 168;
const heightMax = 128;
const stageWidthMin = 720;
const zoomMin = 1.7;

export class Minimap {
  #canvas;
  #geometry;
  #camera;
  #theme;
  #sections;
  #scale;
  #picture = document.createElement('canvas');
  #stale = true;

  constructor(stage, geometry, camera, theme, sections) {
    this.#geometry = geometry;
    this.#camera = camera;
    this.#theme = theme;
    this.#sections = sections;
    const [minX, minY, maxX, maxY] = geometry.bounds;
    this.#scale = Math.min(widthMax / (maxX - minX), heightMax / (maxY - minY));
    this.#canvas = el('canvas', { class: 'seatmap-minimap', 'aria-hidden': 'true', hidden: true });
    this.width = Math.round((maxX - minX) * this.#scale);
    this.height = Math.round((maxY - minY) * this.#scale);
    this.#canvas.style.width = `${this.width}px`;
    this.#canvas.style.height = `${this.height}px`;
    const move = event => {
      if (event.buttons & 1) {
        const box = this.#canvas.getBoundingClientRect();
        this.#canvas.setPointerCapture(event.pointerId);
        camera.flyTo({
          cx: minX + (event.clientX - box.left) / this.#scale,
          cy: minY + (event.clientY - box.top) / this.#scale,
          scale: camera.scale,
        }, event.type === 'pointermove');
      }
    };
    this.#canvas.addEventListener('pointerdown', move);
    this.#canvas.addEventListener('pointermove', move);
    stage.append(this.#canvas);
  }

  invalidate() { this.#stale = true; }

  draw(ratio) {
    const camera = this.#camera;
    const isShown = camera.width >= stageWidthMin && camera.scale > camera.overviewScale * zoomMin;
    this.#canvas.hidden = !isShown;
    if (!isShown) {
      return;
    }
    if (this.#stale || this.#picture.width !== Math.round(this.width * ratio)) {
      this.#drawPicture(ratio);
    }
    const ctx = this.#canvas.getContext('2d');
    const [minX, minY] = this.#geometry.bounds;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.drawImage(this.#picture, 0, 0);
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    const x = (camera.worldX(0) - minX) * this.#scale, y = (camera.worldY(0) - minY) * this.#scale;
    const width = (camera.width / camera.scale) * this.#scale, height = (camera.height / camera.scale) * this.#scale;
    ctx.fillStyle = css(this.#theme.focus, 0.14);
    ctx.fillRect(x, y, width, height);
    ctx.strokeStyle = css(this.#theme.focus);
    ctx.lineWidth = 1.5;
    ctx.strokeRect(x, y, width, height);
  }

  #drawPicture(ratio) {
    for (const canvas of [this.#canvas, this.#picture]) {
      canvas.width = Math.round(this.width * ratio);
      canvas.height = Math.round(this.height * ratio);
    }
    const ctx = this.#picture.getContext('2d');
    const [minX, minY] = this.#geometry.bounds;
    const scale = this.#scale * ratio;
    ctx.fillStyle = css(this.#theme.surface);
    ctx.fillRect(0, 0, this.#picture.width, this.#picture.height);
    ctx.setTransform(scale, 0, 0, scale, -minX * scale, -minY * scale);
    this.#geometry.sections.forEach((section, index) => {
      ctx.fillStyle = css(this.#sections.colour(index));
      ctx.fill(section.path);
    });
    this.#stale = false;
  }
}
