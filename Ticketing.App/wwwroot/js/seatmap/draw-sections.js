// Draws the layer under the seats: stage and walls, sections as shapes with their names, areas.

import { boxOf, pathOf, roomAt, roomiest, topAt } from './geometry.js';
import { drawText, sizeToFit } from './draw-text.js';
import { rowNamePixels } from './lod.js';
import { css, inkOn, mix, parse } from './theme.js';

const nameSizeMax = 19;
const nameSizeMin = 8;
const nameSizeShort = 12; // a name that would be smaller is shortened
const outerNameSize = 12;

export class SectionPainter {
  #geometry;
  #state;
  #theme;
  #describer;
  #decor;
  #tierColours;

  constructor(geometry, state, theme, describer) {
    this.#geometry = geometry;
    this.#state = state;
    this.#theme = theme;
    this.#describer = describer;
    this.#tierColours = state.tiers.map(t => parse(t.color));
    this.#decor = geometry.decor.map(d => (d.points?.length >= 6 ? { ...d, path: pathOf(d.points), box: boxOf(d.points), room: roomiest(d.points) } : d));
  }

  /** view: where the plan lies on this surface, see Scene. seats: 0..1, crossfade from shapes to single seats. */
  draw(ctx, view, seats) {
    view.inPlan(ctx);
    this.#drawWalls(ctx, view);
    this.#geometry.sections.forEach((section, index) => {
      if (view.sees(section.box)) {
        this.#drawShape(ctx, view, section, index, seats);
      }
    });

    view.inPixels(ctx);
    this.#drawDecorTexts(ctx, view);
    this.#geometry.sections.forEach((section, index) => {
      const shapes = section.area ? 1 : 1 - seats;
      if (shapes > 0.02 && view.sees(section.box)) {
        ctx.globalAlpha = shapes;
        this.#drawName(ctx, view, section, index);
        ctx.globalAlpha = 1;
      } else if (view.sees(section.box) && view.scale * this.#geometry.radius < rowNamePixels) {
        this.#drawOuterName(ctx, view, section);
      }
    });
  }

  /** The overview colour of a section: its tier's, paler with fewer seats left, grey when sold out. */
  colour(index) {
    const theme = this.#theme;
    const sum = this.#state.sums.sections[index];
    if (sum.left === 0) {
      return mix(theme.section, theme.sold, 0.45);
    }
    const share = sum.left / this.#geometry.sections[index].count;
    return mix(theme.section, this.#tierColours[sum.tier], 0.42 + 0.5 * Math.sqrt(share));
  }

  #drawWalls(ctx, view) {
    const theme = this.#theme;
    for (const item of this.#decor.filter(d => d.path && view.sees(d.box))) {
      ctx.fillStyle = css(item.type === 'stage' ? theme.stage : item.fill === 'wall' ? theme.wall : theme.section);
      ctx.fill(item.path);
    }
  }

  #drawShape(ctx, view, section, index, seats) {
    const theme = this.#theme;
    ctx.fillStyle = css(theme.section);
    ctx.fill(section.path);
    const shape = section.area ? 1 - 0.55 * seats : 1 - seats;
    if (shape > 0) {
      ctx.globalAlpha = shape;
      ctx.fillStyle = css(this.colour(index));
      ctx.fill(section.path);
      ctx.globalAlpha = 1;
    }
    ctx.lineWidth = 1 / view.scale;
    ctx.lineJoin = 'round';
    ctx.strokeStyle = css(seats < 1 && !theme.isForced ? mix(theme.section, theme.outline, 0.2 + 0.8 * seats) : theme.outline);
    ctx.stroke(section.path);
  }

  #drawName(ctx, view, section, index) {
    const font = this.#theme.font;
    const colour = this.colour(index);
    const ink = this.#state.sums.sections[index].left === 0 ? this.#theme.muted : inkOn(colour, this.#theme.isDark);
    const own = this.#state.sums.sections[index].own;
    const left = own > 0 ? `✓ ${own}` : this.#describer.left(index);
    const layout = this.#layout(ctx, view, section, left) ?? this.#layout(ctx, view, section, null);
    if (!layout) {
      return;
    }
    const x = view.x(section.label[0]), y = view.y(section.label[1]);
    drawText(ctx, layout.name, x, y + layout.nameAt, layout.size, font, css(ink), 700);
    if (own > 0) {
      this.#drawOwnBadge(ctx, left, x, y + (layout.leftSize > 0 ? layout.leftAt : layout.size), Math.max(9, layout.leftSize));
    } else if (layout.leftSize > 0) {
      drawText(ctx, left, x, y + layout.leftAt, layout.leftSize, font, css(ink, 0.92), 500);
    }
  }

  // The largest size at which both lines stay inside the outline, each at its own height; null if that is too small to read.
  #layout(ctx, view, section, left) {
    const font = this.#theme.font;
    const [x, y] = section.label;
    const room = (from, to) => 0.88 * view.scale * Math.min(roomAt(section.outline, x, y + from / view.scale), roomAt(section.outline, x, y + to / view.scale));
    for (let size = nameSizeMax; size >= nameSizeMin; size *= 0.88) {
      const leftSize = left === null ? 0 : Math.max(nameSizeMin, Math.min(13, size * 0.72));
      const nameAt = -leftSize * 0.62, leftAt = size * 0.62;
      const name = this.#nameThatFits(ctx, section.name, font, room(nameAt - size * 0.4, nameAt + size * 0.4), size);
      const fits = name !== null
        && (left === null || sizeToFit(ctx, left, font, room(leftAt - leftSize * 0.4, leftAt + leftSize * 0.4), leftSize) >= leftSize);
      if (fits) {
        return { name, size, nameAt, leftSize, leftAt };
      }
    }
    return null;
  }

  // Number of own seats in a section, shown instead of "n left".
  #drawOwnBadge(ctx, text, x, y, size) {
    ctx.beginPath();
    ctx.roundRect(x - size * 1.5, y - size * 0.78, size * 3, size * 1.56, size);
    ctx.fillStyle = css(this.#theme.own);
    ctx.fill();
    drawText(ctx, text, x, y, size * 0.92, this.#theme.font, css(this.#theme['own-ink']), 700);
  }

  // "Lower tier 112" in a small block becomes "112": the distinctive part.
  #nameThatFits(ctx, name, font, room, size) {
    const fits = text => sizeToFit(ctx, text, font, room, size) >= size;
    const last = name.slice(name.lastIndexOf(' ') + 1);
    return fits(name) ? name : size < nameSizeShort && /\d/.test(last) && fits(last) ? last : null;
  }

  // Over single seats the name stands outside, above its section's edge.
  #drawOuterName(ctx, view, section) {
    const width = (section.box[2] - section.box[0]) * view.scale;
    const size = sizeToFit(ctx, section.name, this.#theme.font, Math.max(width, outerNameSize * 6), outerNameSize);
    if (size >= outerNameSize * 0.9) {
      const y = view.y(topAt(section.outline, section.label[0])) - outerNameSize * 0.85;
      drawText(ctx, section.name, view.x(section.label[0]), y, size, this.#theme.font, css(this.#theme.muted), 600);
    }
  }

  #drawDecorTexts(ctx, view) {
    const theme = this.#theme;
    for (const item of this.#decor) {
      if (item.path && item.text && view.sees(item.box)) {
        const size = sizeToFit(ctx, item.text, theme.font, item.room.width * view.scale * 0.8, Math.min((item.box[3] - item.box[1]) * view.scale * 0.5, 22));
        if (size >= nameSizeMin) {
          const colour = item.type === 'stage' ? theme['stage-ink'] : theme.muted;
          drawText(ctx, item.text, view.x(item.room.x), view.y(item.room.y), size, theme.font, css(colour), 600);
        }
      } else if (item.at && item.text && item.size * view.scale >= nameSizeMin - 1) {
        ctx.save();
        ctx.translate(view.x(item.at[0]), view.y(item.at[1]));
        ctx.rotate(((item.rotate ?? 0) * Math.PI) / 180);
        drawText(ctx, item.text, 0, 0, Math.min(item.size * view.scale, 26), theme.font, css(theme.muted), 600);
        ctx.restore();
      }
    }
  }
}
