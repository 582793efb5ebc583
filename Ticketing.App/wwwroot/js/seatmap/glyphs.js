// Signs drawn on seats, in units of the seat's radius: strokes only, so that they stay crisp at every zoom.

import { Kind } from './geometry.js';

const wheelchair = new Path2D();
wheelchair.moveTo(-0.1, -0.34);
wheelchair.lineTo(-0.04, 0.14);
wheelchair.lineTo(0.3, 0.14);
wheelchair.lineTo(0.46, 0.52);
wheelchair.moveTo(-0.08, -0.12);
wheelchair.lineTo(0.22, -0.12);
wheelchair.moveTo(0.24, 0.4);
wheelchair.arc(-0.1, 0.24, 0.37, 0.45, Math.PI * 1.42);
const wheelchairHead = new Path2D();
wheelchairHead.arc(-0.12, -0.56, 0.13, 0, 7);

const companion = new Path2D();
companion.moveTo(-0.42, 0.5);
companion.bezierCurveTo(-0.42, -0.02, 0.42, -0.02, 0.42, 0.5);
const companionHead = new Path2D();
companionHead.arc(0, -0.32, 0.22, 0, 7);

const check = new Path2D();
check.moveTo(-0.42, 0.04);
check.lineTo(-0.12, 0.34);
check.lineTo(0.44, -0.3);

const byKind = {
  [Kind.wheelchair]: { stroke: wheelchair, fill: wheelchairHead },
  [Kind.companion]: { stroke: companion, fill: companionHead },
};

/** The sign of a seat's kind; a restricted view is a mark at the rim (see drawRestricted). */
export function drawKind(ctx, kind, x, y, radius, colour) {
  const glyph = byKind[kind];
  if (glyph) {
    stroked(ctx, x, y, radius, colour, 0.17, glyph);
  }
}

export function drawCheck(ctx, x, y, radius, colour) {
  stroked(ctx, x, y, radius, colour, 0.24, { stroke: check });
}

/** A restricted view: the lower edge of the seat is cut off by a bar. */
export function drawRestricted(ctx, x, y, radius, seatColour, surface) {
  ctx.save();
  ctx.translate(x, y);
  ctx.scale(radius, radius);
  ctx.beginPath();
  ctx.arc(0, 0, 1.06, 0.2 * Math.PI, 0.8 * Math.PI);
  ctx.closePath();
  ctx.fillStyle = surface;
  ctx.fill();
  ctx.beginPath();
  ctx.arc(0, 0, 0.92, 0.27 * Math.PI, 0.73 * Math.PI);
  ctx.strokeStyle = seatColour;
  ctx.lineWidth = 0.16;
  ctx.stroke();
  ctx.restore();
}

function stroked(ctx, x, y, radius, colour, width, { stroke, fill }) {
  ctx.save();
  ctx.translate(x, y);
  ctx.scale(radius, radius);
  ctx.lineWidth = width;
  ctx.lineCap = 'round';
  ctx.lineJoin = 'round';
  ctx.strokeStyle = colour;
  ctx.stroke(stroke);
  if (fill) {
    ctx.fillStyle = colour;
    ctx.fill(fill);
  }
  ctx.restore();
}
