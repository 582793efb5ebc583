// Level of detail: thresholds between sections as shapes and single seats, with a crossfade.

const seatPixelsMin = 2.6;      // single seats are illegible below this radius
const alwaysSeatsPixels = 3.2;  // a plan whose overview already shows seats this large needs no shapes
const fade = 1.45;

export const numberPixels = 8.5; // radius from which seat numbers are legible
export const glyphPixels = 5.5;
export const rowNamePixels = 6.5;

/** 0: sections as shapes; 1: single seats; between: both, crossfading. */
export function seatShare(camera, geometry) {
  const overview = camera.overviewScale * geometry.radius;
  if (overview >= alwaysSeatsPixels) {
    return 1;
  }
  const from = Math.max(seatPixelsMin, overview * 1.2);
  const t = Math.min(1, Math.max(0, (camera.seatPixels - from) / (from * (fade - 1))));
  return t * t * (3 - 2 * t);
}

/** The radius at which seats are fully shown: what a click on a section must at least zoom to. */
export function seatsFrom(camera, geometry) {
  return Math.max(seatPixelsMin, camera.overviewScale * geometry.radius * 1.2) * fade;
}
