// Tools for a place or a distance: focus, measure, hand.

import { css } from '../../seatmap/theme.js';
import { drawText } from '../../seatmap/draw-text.js';
import { change } from '../core/changes.js';
import { distance, round } from '../core/points.js';
import { onGrid } from '../core/snap.js';

export class FocusTool {
  cursor = 'crosshair';
  #editor;
  #view;

  constructor({ editor, view }) {
    this.#editor = editor;
    this.#view = view;
  }

  click(p) { this.insert(p.at); }

  up(p) { this.click(p); }

  insert(at = [this.#view.camera.cx, this.#view.camera.cy]) {
    const point = this.#editor.options.snap ? at.map(v => onGrid(v, this.#editor.options.gridSize / 5)) : at.map(round);
    this.#editor.commit('Move the focal point', [change('document', 'focus', this.#editor.model.get('document', 'focus'), { value: point })]);
    this.#editor.use('select');
  }
}

export class MeasureTool {
  cursor = 'crosshair';
  #view;
  #line = null;

  constructor({ view }) {
    this.#view = view;
  }

  drag(p, start) { this.#line = [start.at, p.at]; }

  click() { this.cancel(); }

  cancel() {
    this.#line = null;
    this.#view.invalidate();
  }

  draw(ctx, view, theme) {
    if (!this.#line) {
      return;
    }
    const [[ax, ay], [bx, by]] = this.#line;
    ctx.strokeStyle = css(theme.focus);
    ctx.lineWidth = 2;
    ctx.beginPath();
    ctx.moveTo(view.x(ax), view.y(ay));
    ctx.lineTo(view.x(bx), view.y(by));
    ctx.stroke();
    const text = `${(distance(...this.#line) / 100).toFixed(2)} m`;
    const x = (view.x(ax) + view.x(bx)) / 2, y = (view.y(ay) + view.y(by)) / 2 - 14;
    ctx.fillStyle = css(theme.section, 0.9);
    ctx.fillRect(x - 34, y - 10, 68, 20);
    drawText(ctx, text, x, y, 13, theme.font, css(theme.ink));
  }
}

/** Moves the camera: the pointer does it itself. */
export class HandTool {
  cursor = 'grab';
}
