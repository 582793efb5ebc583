// Over the drawing: selection, handles, guides, the tool's own marks, differences of versions, the focus, rulers.

import { css, mix } from '../../seatmap/theme.js';
import { drawText } from '../../seatmap/draw-text.js';
import { middle } from '../core/points.js';
import { drawRulers } from './grid-lines.js';
import { handlesOf } from './handles.js';
import { outlineOf } from './outline.js';
import { trace } from './painter.js';

const outlinesMax = 400; // more selected objects are one box
const handlePixels = 5.5;

export class Overlay {
  /** [{ axis, at, box }] while something snaps. */
  guides = [];
  /** { kind, outlines: [[points]] }[]: marks in the drawing, as of a comparison. */
  marks = [];
  /** Places marked by a ring: [[x, y]]. */
  rings = [];
  /** The pointer's place in pixels. */
  pointer = null;

  #editor;
  #theme;

  constructor(editor, theme) {
    this.#editor = editor;
    this.#theme = theme;
  }

  draw(ctx, view, tool) {
    view.inPixels(ctx);
    this.#marks(ctx, view);
    this.#focus(ctx, view);
    this.#selection(ctx, view);
    this.#guides(ctx, view);
    tool?.draw?.(ctx, view, this.#theme);
    if (this.#editor.options.rulers) {
      drawRulers(ctx, view, this.#theme, this.pointer);
    }
  }

  #selection(ctx, view) {
    const { model, preview, selection, entered } = this.#editor;
    const accent = css(this.#theme.focus);
    const objects = this.#editor.selected.map(o => preview?.objects.get(o.id) ?? o);
    ctx.strokeStyle = accent;
    ctx.lineWidth = 1.5;
    if (objects.length > outlinesMax) {
      const box = model.boxOfAll(objects);
      ctx.strokeRect(view.x(box[0]) - 3, view.y(box[1]) - 3, (box[2] - box[0]) * view.scale + 6, (box[3] - box[1]) * view.scale + 6);
    } else {
      // Far out the outlines would hide the seats.
      ctx.globalAlpha = objects.length > 1 && model.seatRadius * view.scale < 3 ? 0.45 : 1;
      for (const o of objects) {
        trace(ctx, view, outlineOf(model, o));
        ctx.setLineDash(o.id === entered || o.locked ? [5, 4] : []);
        ctx.stroke();
      }
      ctx.setLineDash([]);
      ctx.globalAlpha = 1;
    }
    if (entered !== null) {
      this.#seats(ctx, view, accent);
    } else if (selection.size === 1 && objects.length === 1 && !this.#editor.readOnly && this.#editor.tool === 'select') {
      this.#handles(ctx, view, objects[0], accent);
    }
  }

  #seats(ctx, view, accent) {
    const { model, preview, entered, seats: chosen } = this.#editor;
    const seats = model.seats(preview?.objects.get(entered) ?? model.objects.get(entered));
    const radius = model.seatRadius * view.scale;
    for (let i = 0; i < seats.count; i++) {
      if (seats.removed[i] || chosen.has(i)) {
        ctx.beginPath();
        ctx.arc(view.x(seats.x[i]), view.y(seats.y[i]), Math.max(3, radius + (chosen.has(i) ? 1.5 : -1)), 0, 6.2832);
        ctx.strokeStyle = chosen.has(i) ? accent : css(this.#theme.muted);
        ctx.lineWidth = chosen.has(i) ? 3 : 1;
        ctx.setLineDash(seats.removed[i] ? [3, 3] : []);
        ctx.stroke();
      }
    }
    ctx.setLineDash([]);
  }

  #handles(ctx, view, o, accent) {
    for (const handle of handlesOf(this.#editor.model, o, view.scale)) {
      const x = view.x(handle.at[0]), y = view.y(handle.at[1]);
      if (handle.stem) {
        ctx.beginPath();
        ctx.moveTo(view.x(handle.stem[0]), view.y(handle.stem[1]));
        ctx.lineTo(x, y);
        ctx.lineWidth = 1;
        ctx.strokeStyle = accent;
        ctx.stroke();
      }
      ctx.beginPath();
      const r = handle.isMinor ? handlePixels * 0.6 : handlePixels;
      if (handle.kind === 'rotate' || handle.kind === 'bend') {
        ctx.arc(x, y, r, 0, 6.2832);
      } else {
        ctx.rect(x - r, y - r, 2 * r, 2 * r);
      }
      ctx.fillStyle = css(this.#theme.section);
      ctx.fill();
      ctx.strokeStyle = accent;
      ctx.lineWidth = handle.isMinor ? 1 : 2;
      ctx.stroke();
      if (handle.kind === 'bend') {
        ctx.beginPath();
        ctx.arc(x, y - r * 0.9, r * 1.1, 0.8, Math.PI - 0.8);
        ctx.lineWidth = 1.25;
        ctx.stroke();
      }
    }
  }

  #guides(ctx, view) {
    ctx.strokeStyle = css(this.#theme.focus, 0.8);
    ctx.lineWidth = 1;
    ctx.setLineDash([4, 3]);
    for (const { axis, at } of this.guides) {
      ctx.beginPath();
      if (axis === 0) {
        const x = Math.round(view.x(at)) + 0.5;
        ctx.moveTo(x, 0);
        ctx.lineTo(x, view.height);
      } else {
        const y = Math.round(view.y(at)) + 0.5;
        ctx.moveTo(0, y);
        ctx.lineTo(view.width, y);
      }
      ctx.stroke();
    }
    ctx.setLineDash([]);
  }

  #focus(ctx, view) {
    const focus = this.#editor.model.focus;
    if (!focus) {
      return;
    }
    const x = view.x(focus[0]), y = view.y(focus[1]);
    ctx.strokeStyle = css(this.#theme.focus);
    ctx.lineWidth = 1.75;
    ctx.beginPath();
    ctx.arc(x, y, 7, 0, 6.2832);
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
      ctx.moveTo(x + dx * 4, y + dy * 4);
      ctx.lineTo(x + dx * 12, y + dy * 12);
    }
    ctx.stroke();
  }

  // Differences: a sign and a dash of their own each, not only a colour.
  #marks(ctx, view) {
    const looks = {
      added: { colour: this.#theme.added, dash: [], sign: '+' },
      removed: { colour: this.#theme.removed, dash: [3, 3], sign: '−' },
      moved: { colour: this.#theme.moved, dash: [8, 4], sign: '→' },
      changed: { colour: this.#theme.moved, dash: [2, 2], sign: '≠' },
    };
    for (const { kind, outline, from } of this.marks) {
      const { colour, dash, sign } = looks[kind];
      trace(ctx, view, outline);
      ctx.fillStyle = css(colour, 0.14);
      ctx.fill();
      ctx.setLineDash(dash);
      ctx.lineWidth = 2;
      ctx.strokeStyle = css(colour);
      ctx.stroke();
      if (from) {
        trace(ctx, view, from);
        ctx.setLineDash([3, 3]);
        ctx.lineWidth = 1;
        ctx.stroke();
        const [ax, ay] = centre(from), [bx, by] = centre(outline);
        ctx.setLineDash([]);
        ctx.beginPath();
        ctx.moveTo(view.x(ax), view.y(ay));
        ctx.lineTo(view.x(bx), view.y(by));
        ctx.stroke();
      }
      ctx.setLineDash([]);
      const [x, y] = centre(outline);
      drawText(ctx, sign, view.x(x), view.y(y), 16, this.#theme.font, css(mix(colour, this.#theme.ink, 0.3)), 700);
    }
    ctx.strokeStyle = css(this.#theme.focus);
    ctx.lineWidth = 3.5;
    for (const [x, y] of this.rings) {
      ctx.beginPath();
      ctx.arc(view.x(x), view.y(y), Math.max(6, this.#editor.model.seatRadius * view.scale + 3), 0, 6.2832);
      ctx.stroke();
    }
  }
}

const centre = points => middle([
  Math.min(...points.map(p => p[0])), Math.min(...points.map(p => p[1])), Math.max(...points.map(p => p[0])), Math.max(...points.map(p => p[1])),
]);
