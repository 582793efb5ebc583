// Draws the layer under the seats: stage and walls, sections as shapes with their names, areas.

import { axisOf, boxOf, pathOf, roomAt, roomiest, topAt } from './geometry.js';
import { drawText, sizeToFit, textWidth } from './draw-text.js';
import { layoutLabels } from './label-layout.js';
import { rowNamePixels } from './lod.js';
import { css, inkOn, mix, parse } from './theme.js';

const nameSizeMin = 8;
const textShare = 0.9; // of the room inside an outline
const outerNameSize = 12;
const alongSize = 11;   // of a name along a narrow section
const narrowShare = 3;  // a section so many times longer than thick is narrow

export class SectionPainter {
  #geometry;
  #state;
  #theme;
  #describer;
  #decor;
  #axes;
  #tierColours;

  constructor(geometry, state, theme, describer) {
    this.#geometry = geometry;
    this.#state = state;
    this.#theme = theme;
    this.#describer = describer;
    this.#tierColours = state.tiers.map(t => parse(t.color));
    this.#axes = geometry.sections.map(s => axisOf(s.outline));
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
    let layouts = null;
    this.#geometry.sections.forEach((section, index) => {
      const shapes = section.area ? 1 : 1 - seats;
      if (shapes > 0.02 && view.sees(section.box)) {
        ctx.globalAlpha = shapes;
        layouts ??= this.#layouts(ctx, view);
        this.#drawName(ctx, view, section, index, layouts[index]);
        ctx.globalAlpha = 1;
      } else if (view.sees(section.box) && view.scale * this.#geometry.radius < rowNamePixels) {
        this.#drawOuterName(ctx, view, section, index);
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

  #drawName(ctx, view, section, index, layout) {
    if (layout === null) {
      this.#drawNameAlong(ctx, view, section, index);
      return;
    }
    const font = this.#theme.font;
    const { left, own } = this.#state.sums.sections[index];
    const ink = left === 0 ? this.#theme.muted : inkOn(this.colour(index), this.#theme.isDark);
    const x = view.x(section.label[0]), y = view.y(section.label[1]);
    drawText(ctx, layout.name, x, y + layout.nameAt, layout.size, font, css(ink), 700);
    if (own > 0) {
      this.#drawOwnBadge(ctx, this.#counts(index)[0], x, y + (layout.count !== null ? layout.countAt : layout.size), Math.max(9, layout.countSize));
    } else if (layout.count !== null) {
      drawText(ctx, layout.count, x, y + layout.countAt, layout.countSize, font, css(ink, 0.92), 500);
    }
  }

  // "120 left", or where that is too long "120".
  #counts(index) {
    const { own, left } = this.#state.sums.sections[index];
    return own > 0 ? [`✓ ${own}`] : left > 0 ? [this.#describer.left(index), this.#describer.t('{0}', left)] : [this.#describer.left(index)];
  }

  // "Lower tier 112" in a small block becomes "112": the distinctive part.
  #layouts(ctx, view) {
    const sections = this.#geometry.sections;
    const labels = sections.map((section, index) => {
      const last = section.name.slice(section.name.lastIndexOf(' ') + 1);
      return { names: last !== section.name && /\d/.test(last) ? [section.name, last] : [section.name], counts: this.#counts(index) };
    });
    const room = (index, from, to) => {
      const { outline, label: [x, y] } = sections[index];
      return textShare * view.scale * Math.min(roomAt(outline, x, y + from / view.scale), roomAt(outline, x, y + to / view.scale));
    };
    return layoutLabels(labels, room, (text, size) => textWidth(ctx, text, this.#theme.font, size));
  }

  // Number of own seats in a section, shown instead of "n left".
  #drawOwnBadge(ctx, text, x, y, size) {
    ctx.beginPath();
    ctx.roundRect(x - size * 1.5, y - size * 0.78, size * 3, size * 1.56, size);
    ctx.fillStyle = css(this.#theme.own);
    ctx.fill();
    drawText(ctx, text, x, y, size * 0.92, this.#theme.font, css(this.#theme['own-ink']), 700);
  }

  // Over single seats the name stands outside, above its section's edge.
  #drawOuterName(ctx, view, section, index) {
    const { length, thickness, angle } = this.#axes[index];
    if (length > narrowShare * thickness && Math.abs(angle) > Math.PI / 4) {
      this.#drawNameAlong(ctx, view, section, index);
      return;
    }
    const width = (section.box[2] - section.box[0]) * view.scale;
    const size = sizeToFit(ctx, section.name, this.#theme.font, Math.max(width, outerNameSize * 6), outerNameSize);
    if (size >= outerNameSize * 0.9) {
      const y = view.y(topAt(section.outline, section.label[0])) - outerNameSize * 0.85;
      drawText(ctx, section.name, view.x(section.label[0]), y, size, this.#theme.font, css(this.#theme.muted), 600);
    }
  }

  // Along a narrow section, such as boxes at the side wall: outside of it, so that its seats stay free.
  #drawNameAlong(ctx, view, section, index) {
    const { x, y, angle, length, thickness } = this.#axes[index];
    if (length <= narrowShare * thickness || textWidth(ctx, section.name, this.#theme.font, alongSize) > length * view.scale) {
      return;
    }
    const [minX, minY, maxX, maxY] = this.#geometry.bounds;
    const outwards = (y - (minY + maxY) / 2) * Math.cos(angle) - (x - (minX + maxX) / 2) * Math.sin(angle) < 0 ? -1 : 1;
    ctx.save();
    ctx.translate(view.x(x), view.y(y));
    ctx.rotate(angle);
    drawText(ctx, section.name, 0, outwards * ((thickness / 2) * view.scale + alongSize * 0.8), alongSize, this.#theme.font, css(this.#theme.muted), 600);
    ctx.restore();
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
