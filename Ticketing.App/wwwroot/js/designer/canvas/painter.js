// Draws objects: everything but selection and guides. Seats of one colour share a path.

import { companionOrWheelchair, signOf } from './signs.js';
import { drawText, sizeToFit } from '../../seatmap/draw-text.js';
import { css, inkOn, mix, parse } from '../../seatmap/theme.js';
import { isSeated, corners } from '../core/objects.js';
import { intersects, middle } from '../core/points.js';
import { drawGrid } from './grid-lines.js';
import { pictureOf } from './pictures.js';

const chunk = 128;
const dotPixels = 3.4;
const seatFill = 0.88;
const numberPixels = 8.5;
const signPixels = 5;
const rowNamePixels = 4.5;

export class Painter {
  #editor;
  #theme;
  #onPicture;

  constructor(editor, theme, onPicture) {
    this.#editor = editor;
    this.#theme = theme;
    this.#onPicture = onPicture;
  }

  /** The whole drawing without some objects. */
  drawAll(ctx, view, without) {
    const { model, options } = this.#editor;
    if (options.grid) {
      drawGrid(ctx, view, this.#theme, options.gridSize);
    }
    view.inPixels(ctx);
    this.#outlines(ctx, view);
    const shown = [], dimmed = [];
    for (const o of model.objects.values()) {
      if (!without?.has(o.id) && !o.hidden && intersects(model.box(o), view.box)) {
        (this.#editor.isShown(o) ? shown : dimmed).push(o);
      }
    }
    if (dimmed.length > 0) {
      ctx.globalAlpha = 0.22;
      this.draw(ctx, view, dimmed);
      ctx.globalAlpha = 1;
    }
    this.draw(ctx, view, shown);
  }

  draw(ctx, view, objects) {
    view.inPixels(ctx);
    for (const type of ['picture', 'shape', 'area', 'table', 'stage']) {
      for (const o of objects) {
        if (o.type === type) {
          this[`_${type}`](ctx, view, o);
        }
      }
    }
    this.#seats(ctx, view, objects.filter(isSeated));
    objects.forEach(o => { if (o.type === 'text') { this._text(ctx, view, o); } });
  }

  colourOf(key) {
    const category = this.#editor.model.categories.get(key);
    return category ? parse(category.color) : null;
  }

  #outlines(ctx, view) {
    for (const section of this.#editor.model.sections.values()) {
      if (section.outline?.length > 2) {
        trace(ctx, view, section.outline);
        ctx.setLineDash([6, 5]);
        ctx.lineWidth = 1.25;
        ctx.strokeStyle = css(this.#theme.muted);
        ctx.stroke();
        ctx.setLineDash([]);
      }
    }
  }

  _picture(ctx, view, o) {
    const image = pictureOf(o.url, this.#onPicture);
    if (image) {
      const alpha = ctx.globalAlpha;
      ctx.save();
      ctx.globalAlpha = alpha * o.opacity;
      ctx.translate(view.x(o.x), view.y(o.y));
      ctx.rotate((o.angle * Math.PI) / 180);
      ctx.drawImage(image, (-o.width / 2) * view.scale, (-o.height / 2) * view.scale, o.width * view.scale, o.height * view.scale);
      ctx.restore();
    } else {
      trace(ctx, view, corners(o));
      ctx.setLineDash([4, 4]);
      ctx.strokeStyle = css(this.#theme.muted);
      ctx.stroke();
      ctx.setLineDash([]);
    }
  }

  _shape(ctx, view, o) {
    trace(ctx, view, o.points);
    const { section, outline, wall, muted, surface } = this.#theme;
    const fills = { floor: mix(surface, section, 0.6), platform: section, wall: mix(wall, muted, 0.35), table: wall };
    if (fills[o.fill]) {
      ctx.fillStyle = css(fills[o.fill]);
      ctx.fill();
    }
    ctx.lineWidth = o.fill === 'line' ? 1.75 : 1;
    ctx.strokeStyle = css(o.fill === 'line' ? muted : outline);
    ctx.stroke();
  }

  _area(ctx, view, o) {
    trace(ctx, view, o.points);
    const colour = this.colourOf(o.category) ?? this.#theme.muted;
    ctx.fillStyle = css(mix(this.#theme.section, colour, 0.35));
    ctx.fill();
    ctx.lineWidth = 1.5;
    ctx.strokeStyle = css(colour);
    ctx.stroke();
    const name = this.#editor.model.sections.get(o.section)?.name ?? '';
    this.#caption(ctx, view, o, [name, this.#editor.t('{0}', o.capacity)].filter(Boolean).join(' · '), css(this.#theme.ink));
  }

  _table(ctx, view, o) {
    ctx.beginPath();
    if (o.shape === 'round') {
      ctx.arc(view.x(o.x), view.y(o.y), (o.width / 2) * view.scale, 0, 6.2832);
    } else {
      path(ctx, view, corners(o));
    }
    ctx.fillStyle = css(this.#theme.wall);
    ctx.fill();
    ctx.lineWidth = 1;
    ctx.strokeStyle = css(this.#theme.outline);
    ctx.stroke();
    const size = Math.min(16, o.width * view.scale * 0.28);
    if (size >= 7) {
      drawText(ctx, o.name, view.x(o.x), view.y(o.y), size, this.#theme.font, css(this.#theme.ink));
    }
  }

  _stage(ctx, view, o) {
    trace(ctx, view, o.points);
    ctx.fillStyle = css(this.#theme.stage);
    ctx.fill();
    this.#caption(ctx, view, o, o.text, css(this.#theme['stage-ink']));
  }

  _text(ctx, view, o) {
    const size = o.size * view.scale;
    if (size < 3) {
      return;
    }
    ctx.save();
    ctx.translate(view.x(o.x), view.y(o.y));
    ctx.rotate((o.angle * Math.PI) / 180);
    drawText(ctx, o.text, 0, 0, size, this.#theme.font, css(this.#theme.ink));
    ctx.restore();
  }

  #caption(ctx, view, o, text, colour) {
    const box = this.#editor.model.box(o);
    if (text) {
      const size = sizeToFit(ctx, text, this.#theme.font, (box[2] - box[0]) * view.scale * 0.8, Math.min(22, (box[3] - box[1]) * view.scale * 0.5));
      if (size >= 6) {
        const [x, y] = middle(box);
        drawText(ctx, text, view.x(x), view.y(y), size, this.#theme.font, colour);
      }
    }
  }

  // By colour: arrays of places in pixels of the device, drawn in chunks, since huge paths fill slowly.
  #seats(ctx, view, objects) {
    const { model } = this.#editor;
    const radius = model.seatRadius * view.scale * view.ratio * seatFill;
    const [minX, minY, maxX, maxY] = view.box;
    const batches = new Map();
    const named = model.seatRadius * view.scale >= rowNamePixels ? [] : null;
    for (const o of objects) {
      const seats = model.seats(o);
      let batch = null, key;
      for (let i = 0; i < seats.count; i++) {
        const x = seats.x[i], y = seats.y[i];
        if (seats.removed[i] || x < minX || x > maxX || y < minY || y > maxY) {
          continue;
        }
        if (batch === null || seats.category[i] !== key) {
          key = seats.category[i];
          batch = batches.get(key);
          if (!batch) {
            batches.set(key, batch = { x: [], y: [], kind: [], of: [], index: [] });
          }
        }
        batch.x.push(view.deviceX(x));
        batch.y.push(view.deviceY(y));
        batch.kind.push(seats.kind[i]);
        batch.of.push(seats);
        batch.index.push(i);
      }
      named?.push(seats);
    }
    view.inDevicePixels(ctx);
    for (const [key, batch] of batches) {
      this.#fill(ctx, batch, this.colourOf(key), radius, view.ratio);
    }
    view.inPixels(ctx);
    named?.forEach(seats => this.#rowNames(ctx, view, seats));
  }

  #fill(ctx, batch, colour, radius, ratio) {
    const add = radius <= dotPixels ? addDot : addDisc;
    const isHollow = colour === null && radius > dotPixels;
    const fill = colour ?? this.#theme.muted;
    ctx.fillStyle = css(isHollow ? this.#theme.surface : fill);
    ctx.strokeStyle = css(fill);
    ctx.lineWidth = Math.max(1, radius * 0.16);
    for (let from = 0; from < batch.x.length; from += chunk) {
      ctx.beginPath();
      for (let k = from, to = Math.min(from + chunk, batch.x.length); k < to; k++) {
        add(ctx, batch.x[k], batch.y[k], radius, batch.kind[k]);
      }
      ctx.fill();
      if (isHollow) {
        ctx.stroke();
      }
    }
    if (radius / ratio >= signPixels) {
      this.#signs(ctx, batch, isHollow ? this.#theme.ink : inkOn(fill), radius, radius / ratio >= numberPixels * seatFill);
    }
  }

  #signs(ctx, batch, ink, radius, withNumbers) {
    const colour = css(ink), size = Math.max(7, radius * 0.9);
    for (let k = 0; k < batch.x.length; k++) {
      if (batch.kind[k] !== 0) {
        signOf(ctx, batch.kind[k], batch.x[k], batch.y[k], radius, colour, css(this.#theme.surface));
      }
    }
    if (withNumbers) {
      ctx.font = `600 ${size}px ${this.#theme.font}`;
      ctx.textAlign = 'center';
      ctx.textBaseline = 'alphabetic';
      ctx.fillStyle = colour;
      for (let k = 0; k < batch.x.length; k++) {
        if (!companionOrWheelchair(batch.kind[k])) {
          ctx.fillText(batch.of[k].numbers[batch.index[k]], batch.x[k], batch.y[k] + size * 0.35);
        }
      }
    }
  }

  // Outside of a row's two ends, in the row's own direction.
  #rowNames(ctx, view, seats) {
    if (seats.object.type === 'table') {
      return;
    }
    const radius = seats.seatRadius;
    const size = Math.min(14, Math.max(8, radius * view.scale * 0.9));
    const colour = css(this.#theme.muted);
    seats.counts.forEach((count, row) => {
      const first = seats.first[row], last = first + count - 1;
      for (const [end, inner] of count > 1 ? [[first, first + 1], [last, last - 1]] : count === 1 ? [[first, first]] : []) {
        const angle = (seats.object.angle * Math.PI) / 180;
        let dx = end === inner ? -Math.cos(angle) : seats.x[end] - seats.x[inner], dy = end === inner ? -Math.sin(angle) : seats.y[end] - seats.y[inner];
        const length = Math.hypot(dx, dy) || 1;
        dx = (dx / length) * radius * 2;
        dy = (dy / length) * radius * 2;
        drawText(ctx, seats.rowNames[row], view.x(seats.x[end] + dx), view.y(seats.y[end] + dy), size, this.#theme.font, colour);
      }
    });
  }
}

/** Begins a path along a polygon of the drawing. */
export function trace(ctx, view, points, isClosed = true) {
  ctx.beginPath();
  path(ctx, view, points, isClosed);
}

function path(ctx, view, points, isClosed = true) {
  points.forEach(([x, y], i) => ctx[i === 0 ? 'moveTo' : 'lineTo'](view.x(x), view.y(y)));
  if (isClosed) {
    ctx.closePath();
  }
}

function addDot(ctx, x, y, r) {
  ctx.rect(x - r * 0.86, y - r * 0.86, r * 1.72, r * 1.72);
}

function addDisc(ctx, x, y, r, kind) {
  if (kind === 1) {
    ctx.roundRect(x - r * 0.95, y - r * 0.95, r * 1.9, r * 1.9, r * 0.4);
  } else {
    ctx.moveTo(x + r, y);
    ctx.arc(x, y, r, 0, 6.2832);
  }
}
