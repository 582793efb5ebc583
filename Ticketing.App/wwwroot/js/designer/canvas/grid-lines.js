// The grid and the rulers: lines at round distances, never closer than a few pixels.

import { css, mix } from '../../seatmap/theme.js';

const steps = [1, 2, 5];
export const rulerPixels = 20;

/** The smallest round distance (1, 2, 5 × 10ⁿ centimetres) that is at least this many pixels wide. */
export function roundStep(scale, pixelsMin) {
  for (let power = 1; ; power *= 10) {
    for (const step of steps) {
      if (step * power * scale >= pixelsMin) {
        return step * power;
      }
    }
  }
}

export function drawGrid(ctx, view, theme, size) {
  const step = Math.max(size, roundStep(view.scale, 14));
  view.inPixels(ctx);
  for (const [every, share] of [[step, 0.5], [step * 5, 1]]) {
    ctx.beginPath();
    for (let x = Math.ceil(view.box[0] / every) * every; x <= view.box[2]; x += every) {
      const at = Math.round(view.x(x)) + 0.5;
      ctx.moveTo(at, view.y(view.box[1]));
      ctx.lineTo(at, view.y(view.box[3]));
    }
    for (let y = Math.ceil(view.box[1] / every) * every; y <= view.box[3]; y += every) {
      const at = Math.round(view.y(y)) + 0.5;
      ctx.moveTo(view.x(view.box[0]), at);
      ctx.lineTo(view.x(view.box[2]), at);
    }
    ctx.lineWidth = 1;
    ctx.strokeStyle = css(mix(theme.surface, theme.outline, share));
    ctx.stroke();
  }
}

/** Rulers along the top and the left edge, in metres; the pointer's place is marked. */
export function drawRulers(ctx, view, theme, pointer) {
  const step = roundStep(view.scale, 64);
  const { width, height } = view;
  ctx.fillStyle = css(theme.section);
  ctx.fillRect(0, 0, width, rulerPixels);
  ctx.fillRect(0, 0, rulerPixels, height);
  ctx.fillStyle = ctx.strokeStyle = css(theme.muted);
  ctx.lineWidth = 1;
  ctx.font = `500 10px ${theme.font}`;
  ctx.textBaseline = 'alphabetic';
  ctx.textAlign = 'left';
  ctx.beginPath();
  for (let x = Math.ceil(view.worldX(rulerPixels) / step) * step; view.x(x) < width; x += step) {
    const at = Math.round(view.x(x)) + 0.5;
    ctx.moveTo(at, 8);
    ctx.lineTo(at, rulerPixels);
    ctx.fillText(metres(x, step), at + 3, 11);
  }
  for (let y = Math.ceil(view.worldY(rulerPixels) / step) * step; view.y(y) < height; y += step) {
    const at = Math.round(view.y(y)) + 0.5;
    ctx.moveTo(8, at);
    ctx.lineTo(rulerPixels, at);
    ctx.save();
    ctx.translate(11, at - 3);
    ctx.rotate(-Math.PI / 2);
    ctx.fillText(metres(y, step), 0, 0);
    ctx.restore();
  }
  ctx.stroke();
  if (pointer) {
    ctx.strokeStyle = css(theme.focus);
    ctx.beginPath();
    ctx.moveTo(Math.round(pointer.x) + 0.5, 0);
    ctx.lineTo(Math.round(pointer.x) + 0.5, rulerPixels);
    ctx.moveTo(0, Math.round(pointer.y) + 0.5);
    ctx.lineTo(rulerPixels, Math.round(pointer.y) + 0.5);
    ctx.stroke();
  }
  ctx.fillStyle = css(theme.section);
  ctx.fillRect(0, 0, rulerPixels, rulerPixels);
}

const metres = (value, step) => (step >= 100 ? String(Math.round(value / 100)) : (value / 100).toFixed(step >= 10 ? 1 : 2));
