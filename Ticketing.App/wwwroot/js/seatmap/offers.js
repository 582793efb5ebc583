// The small plans of offers: where their seats lie.

import { pathOf } from './geometry.js';
import { css, mix } from './theme.js';

const ratioMax = 3;
const paddingPixels = 5;
const markPixels = 3.5;

/** Draws the plan of an offer with its sections and seats marked. seats: dense indexes. */
export function drawOffer(canvas, { geometry, theme }, seats) {
  const ratio = Math.min(ratioMax, devicePixelRatio || 1);
  const { clientWidth: width, clientHeight: height } = canvas;
  const [minX, minY, maxX, maxY] = geometry.bounds;
  const scale = Math.min((width - 2 * paddingPixels) / (maxX - minX), (height - 2 * paddingPixels) / (maxY - minY));
  const left = (width - (maxX - minX) * scale) / 2, top = (height - (maxY - minY) * scale) / 2;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const ctx = canvas.getContext('2d', { alpha: false });
  ctx.fillStyle = css(theme.surface);
  ctx.fillRect(0, 0, canvas.width, canvas.height);

  ctx.setTransform(scale * ratio, 0, 0, scale * ratio, (left - minX * scale) * ratio, (top - minY * scale) * ratio);
  ctx.fillStyle = css(theme.stage);
  for (const stage of geometry.decor.filter(d => d.type === 'stage' && d.points?.length >= 6)) {
    ctx.fill(pathOf(stage.points));
  }
  ctx.lineWidth = 0.75 / scale;
  ctx.strokeStyle = css(theme.surface);
  const chosen = new Set(seats.map(seat => geometry.sectionOf[seat]));
  geometry.sections.forEach((section, index) => {
    ctx.fillStyle = css(chosen.has(index) ? mix(theme.section, theme.focus, 0.45) : mix(theme.section, theme.muted, 0.3));
    ctx.fill(section.path);
    ctx.stroke(section.path);
  });

  ctx.setTransform(ratio, 0, 0, ratio, left * ratio, top * ratio);
  ctx.lineWidth = 1;
  for (const [x, y] of placesOf(geometry, seats)) {
    ctx.beginPath();
    ctx.arc((x - minX) * scale, (y - minY) * scale, markPixels, 0, 7);
    ctx.fillStyle = css(theme.own);
    ctx.fill();
    ctx.strokeStyle = css(theme['own-ink']);
    ctx.stroke();
  }
}

/** The middle of the seats of each row, and of each area. */
export function placesOf(geometry, seats) {
  const groups = new Map();
  for (const seat of seats) {
    const isPlaced = seat < geometry.placed;
    const key = isPlaced ? `row ${geometry.rowOf[seat]}` : `area ${geometry.sectionOf[seat]}`;
    const at = isPlaced ? [geometry.x[seat], geometry.y[seat]] : geometry.sections[geometry.sectionOf[seat]].label;
    groups.set(key, [...(groups.get(key) ?? []), at]);
  }
  return [...groups.values()].map(points => [0, 1].map(i => points.reduce((sum, point) => sum + point[i], 0) / points.length));
}
