// Draws what lies under the seats: stage and walls, sections as shapes with their names, areas.

import { boxOf, pathOf } from './geometry.js';
import { drawText, sizeToFit } from './draw-text.js';
import { css, inkOn, mix, parse } from './theme.js';

const nameSizeMax = 19;
const nameSizeMin = 8;

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
    this.#decor = geometry.decor.map(d => (d.points?.length >= 6 ? { ...d, path: pathOf(d.points), box: boxOf(d.points) } : d));
  }

  /** view: where the plan lies on this surface, see Scene. seats: 0..1, how far single seats have replaced the shapes. */
  draw(ctx, view, seats) {
    view.inPlan(ctx);
    this.#drawWalls(ctx, view);
    this.#geometry.sections.forEach((section, index) => {
      if (view.sees(section.box)) {
        this.#drawShape(ctx, view, section, index, section.area ? 0 : seats);
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
      }
    });
  }

  /** The colour of a section seen from far: its tier's, the paler the fewer seats are left; grey when none is. */
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
    if (seats < 1) {
      ctx.globalAlpha = 1 - seats;
      ctx.fillStyle = css(this.colour(index));
      ctx.fill(section.path);
      ctx.globalAlpha = 1;
    }
    ctx.lineWidth = 1 / view.scale;
    ctx.lineJoin = 'round';
    ctx.strokeStyle = css(seats < 1 && !section.area ? mix(theme.surface, theme.outline, 0.35 + 0.65 * seats) : theme.outline);
    ctx.stroke(section.path);
  }

  #drawName(ctx, view, section, index) {
    const font = this.#theme.font;
    const roomX = section.labelWidth * view.scale * 0.84, roomY = section.labelHeight * view.scale * 0.84;
    const name = this.#nameThatFits(ctx, section.name, font, roomX);
    const size = sizeToFit(ctx, name, font, roomX, Math.min(nameSizeMax, roomY * 0.55));
    if (size < nameSizeMin) {
      return;
    }

    const x = view.x(section.label[0]), y = view.y(section.label[1]);
    const ink = this.#state.sums.sections[index].left === 0 ? this.#theme.muted : inkOn(this.colour(index));
    const left = this.#describer.left(index);
    const leftSize = sizeToFit(ctx, left, font, roomX, Math.min(size * 0.8, 13));
    const both = leftSize >= nameSizeMin && size + leftSize * 1.4 <= roomY;
    drawText(ctx, name, x, y - (both ? leftSize * 0.72 : 0), size, font, css(ink), 700);
    if (both) {
      drawText(ctx, left, x, y + size * 0.62, leftSize, font, css(ink, 0.92), 500);
    }
    this.#drawOwnBadge(ctx, index, x, y - size * (both ? 1.55 : 1.1), size);
  }

  #drawOwnBadge(ctx, index, x, y, size) {
    const own = this.#state.sums.sections[index].own;
    if (own === 0) {
      return;
    }
    const text = `✓ ${own}`, badge = Math.max(9, Math.min(12, size * 0.7));
    ctx.beginPath();
    ctx.roundRect(x - badge * 1.5, y - badge * 0.85, badge * 3, badge * 1.7, badge);
    ctx.fillStyle = css(this.#theme.own);
    ctx.fill();
    drawText(ctx, text, x, y, badge, this.#theme.font, css(this.#theme['own-ink']), 700);
  }

  // "Lower tier 112" in a small block becomes "112": the part that tells it from its neighbours.
  #nameThatFits(ctx, name, font, room) {
    const at = name.lastIndexOf(' ');
    return at > 0 && sizeToFit(ctx, name, font, room, nameSizeMax) < nameSizeMin + 2 ? name.slice(at + 1) : name;
  }

  #drawDecorTexts(ctx, view) {
    const theme = this.#theme;
    for (const item of this.#decor) {
      if (item.path && item.text && view.sees(item.box)) {
        const [minX, minY, maxX, maxY] = item.box;
        const width = (maxX - minX) * view.scale, height = (maxY - minY) * view.scale;
        const size = sizeToFit(ctx, item.text, theme.font, width * 0.8, Math.min(height * 0.5, 22));
        if (size >= nameSizeMin) {
          const colour = item.type === 'stage' ? theme['stage-ink'] : theme.muted;
          drawText(ctx, item.text, view.x((minX + maxX) / 2), view.y((minY + maxY) / 2), size, theme.font, css(colour), 600);
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
