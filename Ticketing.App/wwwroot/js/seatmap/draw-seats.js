// Draws single seats, batched: seats of one style share a path (in chunks, since huge paths fill slowly).

import { Kind } from './geometry.js';
import { drawCheck, drawKind, drawRestricted } from './glyphs.js';
import { glyphPixels, numberPixels, rowNamePixels } from './lod.js';
import { drawText } from './draw-text.js';
import { css, inkOn, mix, parse, visibleOn } from './theme.js';

const chunk = 128;
const dotPixels = 4;    // up to this radius in device pixels a seat is two small rectangles instead of an arc: four times as fast
const seatFill = 0.88;  // of the radius, so that neighbours don't touch
const soldFill = 0.4;
const ringShare = 0.28; // of the radius: the ring of a free seat in forced colours

export class SeatPainter {
  #geometry;
  #state;
  #theme;
  #grid;
  #looks;     // per seat: index into #styles
  #styles;    // attributes of each style
  #stale = true;

  constructor(geometry, state, theme, grid) {
    this.#geometry = geometry;
    this.#state = state;
    this.#theme = theme;
    this.#grid = grid;
    this.#looks = new Uint8Array(geometry.placed);
    state.addEventListener('change', () => { this.#stale = true; });
  }

  /** Colours have changed. */
  restyle() {
    const theme = this.#theme;
    const tiers = this.#state.tiers.map(t => parse(t.color));
    const disc = (colour, more) => ({ colour, ink: inkOn(colour), fill: seatFill, seats: [], ...more });
    this.#styles = [
      disc(theme.sold, { fill: soldFill, plain: true }),
      disc(theme.held, { hatched: true, plain: true }),
      ...tiers.map(c => disc(mix(theme.section, c, theme.isForced ? 0.5 : 0.22), { plain: true })),
      ...tiers.map(c => (theme.isForced ? disc(visibleOn(theme.section, c, theme.ink), { ink: theme.ink, hollow: true }) : disc(c))),
      disc(theme.own, { ink: theme['own-ink'], check: true, fill: 1 }),
    ];
    this.#stale = true;
  }

  /** Draws the seats in view; returns their number. */
  draw(ctx, view, alpha) {
    if (this.#stale) {
      this.#look();
    }
    for (const style of this.#styles) {
      style.seats.length = 0;
    }
    const [minX, minY, maxX, maxY] = view.box;
    let count = 0;
    this.#grid.each(minX, minY, maxX, maxY, seat => {
      this.#styles[this.#looks[seat]].seats.push(seat);
      count++;
    });

    view.inDevicePixels(ctx);
    ctx.globalAlpha = alpha;
    const radius = this.#geometry.radius * view.scale;
    for (const style of this.#styles) {
      if (style.seats.length > 0) {
        this.#fill(ctx, view, style, radius * view.ratio);
      }
    }
    view.inPixels(ctx);
    if (radius >= glyphPixels) {
      this.#drawSigns(ctx, view, radius);
    }
    if (radius >= rowNamePixels) {
      this.#drawRowNames(ctx, view, radius);
    }
    ctx.globalAlpha = 1;
    return count;
  }

  #look() {
    const state = this.#state, tiers = state.tiers.length;
    const own = this.#styles.length - 1;
    for (let seat = 0; seat < this.#looks.length; seat++) {
      const status = state.status[seat], tier = state.tierOf[seat];
      this.#looks[seat] = tier < 0 || status > 1 || state.closedText(seat) !== null ? 0 : status === 1 ? 1 : (state.passes(seat) ? 2 + tiers : 2) + tier;
    }
    for (const chosen of [state.selection, state.pending]) {
      for (const seat of chosen) {
        if (seat < this.#looks.length) {
          this.#looks[seat] = own;
        }
      }
    }
    this.#stale = false;
  }

  #fill(ctx, view, style, radius) {
    const r = radius * style.fill;
    const isHollow = style.hollow && r > dotPixels;
    ctx.fillStyle = style.hatched && r > dotPixels ? this.#hatch(ctx, style.colour, view.ratio) : css(isHollow ? this.#theme.section : style.colour);
    const add = r <= dotPixels ? addDot : addDisc;
    const { kindOf, x, y } = this.#geometry;
    for (let from = 0; from < style.seats.length; from += chunk) {
      ctx.beginPath();
      const to = Math.min(from + chunk, style.seats.length);
      for (let k = from; k < to; k++) {
        const seat = style.seats[k];
        add(ctx, view.deviceX(x[seat]), view.deviceY(y[seat]), isHollow ? r * (1 - ringShare / 2) : r, kindOf[seat]);
      }
      ctx.fill();
      if (isHollow) {
        ctx.strokeStyle = css(style.colour);
        ctx.lineWidth = r * ringShare;
        ctx.stroke();
      }
      if (style.hatched && r > dotPixels) {
        ctx.strokeStyle = css(style.colour);
        ctx.lineWidth = Math.max(1, r * 0.12);
        ctx.stroke();
      }
    }
  }

  // Diagonal stripes: held seats differ from sold ones without colour.
  #hatch(ctx, colour, ratio) {
    const size = Math.round(5 * ratio);
    const key = `${colour}|${size}|${this.#theme.section}`;
    if (this.#theme.hatchKey !== key) {
      const tile = document.createElement('canvas');
      tile.width = tile.height = size;
      const t = tile.getContext('2d');
      t.fillStyle = css(mix(this.#theme.section, colour, 0.25));
      t.fillRect(0, 0, size, size);
      t.strokeStyle = css(colour);
      t.lineWidth = size * 0.28;
      t.beginPath();
      for (const at of [-size, 0, size]) {
        t.moveTo(at - 1, size + 1);
        t.lineTo(at + size + 1, -1);
      }
      t.stroke();
      this.#theme.hatchKey = key;
      this.#theme.hatch = ctx.createPattern(tile, 'repeat');
    }
    return this.#theme.hatch;
  }

  #drawSigns(ctx, view, radius) {
    const { kindOf, numbers, x, y } = this.#geometry;
    const surface = css(this.#theme.section);
    const size = Math.max(7, radius * 0.82);
    const withNumbers = radius >= numberPixels;
    for (const style of this.#styles) {
      const ink = css(style.ink), colour = css(style.colour);
      ctx.font = `600 ${size}px ${this.#theme.font}`;
      ctx.textAlign = 'center';
      ctx.textBaseline = 'alphabetic';
      for (const seat of style.seats) {
        const sx = view.x(x[seat]), sy = view.y(y[seat]), kind = kindOf[seat];
        if (style.check) {
          drawCheck(ctx, sx, sy, radius * 0.8, ink);
        } else if (kind === Kind.wheelchair || kind === Kind.companion) {
          drawKind(ctx, kind, sx, sy, radius * seatFill, style.plain ? css(this.#theme.held) : ink);
        } else if (!style.plain) {
          if (kind === Kind.restricted) {
            drawRestricted(ctx, sx, sy, radius * seatFill, colour, surface);
          }
          if (withNumbers) {
            ctx.fillStyle = ink;
            ctx.fillText(numbers[seat], sx, sy + size * (kind === Kind.restricted ? 0.18 : 0.35));
          }
        }
      }
    }
  }

  #drawRowNames(ctx, view, radius) {
    const { rows, x, y } = this.#geometry;
    const [minX, minY, maxX, maxY] = view.box;
    const size = Math.min(14, Math.max(9, radius * 0.85));
    const colour = css(this.#theme.muted);
    rows.forEach((row, index) => {
      const first = row.first, last = row.first + row.count - 1;
      if (Math.max(x[first], x[last]) < minX || Math.min(x[first], x[last]) > maxX
        || Math.max(y[first], y[last]) < minY || Math.min(y[first], y[last]) > maxY) {
        return;
      }
      const isSameRow = other => other && other.section === row.section && other.name === row.name;
      if (!isSameRow(rows[index - 1])) {
        this.#rowName(ctx, view, row.name, first, first + 1, size, colour, row.count);
      }
      if (!isSameRow(rows[index + 1])) {
        this.#rowName(ctx, view, row.name, last, last - 1, size, colour, row.count);
      }
    });
  }

  // One seat's breadth outside the row's end, in the row's own direction.
  #rowName(ctx, view, name, end, inner, size, colour, count) {
    const { radius, x, y } = this.#geometry;
    let dx = count > 1 ? x[end] - x[inner] : end < inner ? -1 : 1, dy = count > 1 ? y[end] - y[inner] : 0;
    const length = Math.hypot(dx, dy) || 1;
    dx = (dx / length) * radius * 2.1;
    dy = (dy / length) * radius * 2.1;
    drawText(ctx, name, view.x(x[end] + dx), view.y(y[end] + dy), size, this.#theme.font, colour, 600);
  }
}

function addDot(ctx, x, y, r) {
  const wide = r * 0.94, narrow = r * 0.6;
  ctx.rect(x - wide, y - narrow, 2 * wide, 2 * narrow);
  if (r > 1.6) {
    ctx.rect(x - narrow, y - wide, 2 * narrow, 2 * wide);
  }
}

function addDisc(ctx, x, y, r, kind) {
  if (kind === Kind.wheelchair) {
    ctx.roundRect(x - r * 0.95, y - r * 0.95, r * 1.9, r * 1.9, r * 0.4);
  } else {
    ctx.moveTo(x + r, y);
    ctx.arc(x, y, r, 0, 6.2832);
  }
}
