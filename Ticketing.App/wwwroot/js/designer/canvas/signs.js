// The signs of a seat's kind: the seat map's, so that a plan looks as buyers will see it.

import { drawKind, drawRestricted } from '../../seatmap/glyphs.js';

export const companionOrWheelchair = kind => kind === 1 || kind === 2;

export function signOf(ctx, kind, x, y, radius, colour, surface) {
  if (companionOrWheelchair(kind)) {
    drawKind(ctx, kind, x, y, radius, colour);
  } else {
    drawRestricted(ctx, x, y, radius, colour, surface);
  }
}
