// Text that fits: sizes are computed from a width measured once per text.

const measured = new Map();
const measuredMax = 5000;

function widthAt1(ctx, text, font) {
  const key = font + text;
  let width = measured.get(key);
  if (width === undefined) {
    if (measured.size >= measuredMax) {
      measured.clear();
    }
    ctx.font = `600 100px ${font}`;
    width = ctx.measureText(text).width / 100;
    measured.set(key, width);
  }
  return width;
}

/** Clears the measurements after a font has loaded under the same name. */
export function forgetWidths() {
  measured.clear();
}

/** The width of a text at a size. */
export function textWidth(ctx, text, font, size) {
  return size * widthAt1(ctx, text, font);
}

/** The largest size, up to a maximum, at which a text fits a width. */
export function sizeToFit(ctx, text, font, room, max) {
  return Math.min(max, room / Math.max(0.1, widthAt1(ctx, text, font)));
}

/** Draws a text centred on a point; the size is in the context's units. */
export function drawText(ctx, text, x, y, size, font, colour, weight = 600) {
  ctx.font = `${weight} ${size}px ${font}`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'alphabetic';
  ctx.fillStyle = colour;
  ctx.fillText(text, x, y + size * 0.35);
}
