// The whole drawing in a corner while a part of it is shown; a click or drag moves the camera.

import { el } from '../../seatmap/dom.js';
import { css } from '../../seatmap/theme.js';

const widthMax = 172;
const heightMax = 124;
const stageWidthMin = 620;

export class Minimap {
  #canvas = el('canvas', { class: 'designer-minimap', 'aria-hidden': 'true', hidden: true });
  #picture = document.createElement('canvas');
  #stale = true;
  #box = [0, 0, 1, 1];
  #scale = 1;
  #parts;

  /** parts: { editor, camera, theme, painter } */
  constructor(stage, parts) {
    this.#parts = parts;
    stage.append(this.#canvas);
    const move = event => {
      if (event.buttons & 1) {
        const rect = this.#canvas.getBoundingClientRect();
        this.#canvas.setPointerCapture(event.pointerId);
        parts.camera.flyTo({
          cx: this.#box[0] + (event.clientX - rect.left) / this.#scale, cy: this.#box[1] + (event.clientY - rect.top) / this.#scale, scale: parts.camera.scale,
        }, event.type === 'pointermove');
      }
    };
    this.#canvas.addEventListener('pointerdown', move);
    this.#canvas.addEventListener('pointermove', move);
  }

  invalidate() { this.#stale = true; }

  draw(ratio) {
    const { camera, editor, theme } = this.#parts;
    const box = editor.model.boxOfAll();
    const isWhole = box === null || (camera.worldX(0) <= box[0] && camera.worldY(0) <= box[1] && camera.worldX(camera.width) >= box[2] && camera.worldY(camera.height) >= box[3]);
    this.#canvas.hidden = isWhole || !editor.options.minimap || camera.width < stageWidthMin;
    if (this.#canvas.hidden) {
      return;
    }
    if (this.#stale) {
      this.#drawPicture(box, ratio);
    }
    const ctx = this.#canvas.getContext('2d');
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.drawImage(this.#picture, 0, 0);
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.fillStyle = css(theme.focus, 0.14);
    ctx.strokeStyle = css(theme.focus);
    ctx.lineWidth = 1.5;
    const rect = [(camera.worldX(0) - this.#box[0]) * this.#scale, (camera.worldY(0) - this.#box[1]) * this.#scale, (camera.width / camera.scale) * this.#scale, (camera.height / camera.scale) * this.#scale];
    ctx.fillRect(...rect);
    ctx.strokeRect(...rect);
  }

  #drawPicture(box, ratio) {
    const { painter, editor, theme } = this.#parts;
    this.#box = box;
    this.#scale = Math.min(widthMax / Math.max(1, box[2] - box[0]), heightMax / Math.max(1, box[3] - box[1]));
    const width = Math.max(24, (box[2] - box[0]) * this.#scale), height = Math.max(24, (box[3] - box[1]) * this.#scale);
    for (const canvas of [this.#canvas, this.#picture]) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    this.#canvas.style.inlineSize = `${width}px`;
    this.#canvas.style.blockSize = `${height}px`;
    const ctx = this.#picture.getContext('2d');
    ctx.fillStyle = css(theme.surface);
    ctx.fillRect(0, 0, this.#picture.width, this.#picture.height);
    const scale = this.#scale;
    painter.draw(ctx, {
      scale, ratio, box,
      x: x => (x - box[0]) * scale, y: y => (y - box[1]) * scale,
      deviceX: x => (x - box[0]) * scale * ratio, deviceY: y => (y - box[1]) * scale * ratio,
      inPixels: c => c.setTransform(ratio, 0, 0, ratio, 0, 0), inDevicePixels: c => c.setTransform(1, 0, 0, 1, 0, 0),
    }, [...editor.model.objects.values()].filter(o => editor.isShown(o) && o.type !== 'picture'));
    this.#stale = false;
  }
}
