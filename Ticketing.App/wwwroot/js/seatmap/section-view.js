// The view that a click on a section flies to.

import { seatsFrom } from './lod.js';
import { seatPixelsToClick } from './pointing.js';

const seatPixelsMax = 17;

/** Shows the whole section if its seats are large enough to be clicked then; else the part around the tapped point. */
export function viewOfSection(camera, geometry, section, at) {
  const isCoarse = matchMedia('(pointer: coarse)').matches;
  const radiusMin = Math.max(seatsFrom(camera, geometry), seatPixelsToClick(isCoarse) * 1.3);
  const view = camera.viewOf(section.box, section.area ? 0 : radiusMin, seatPixelsMax);
  if (at) {
    // For a section larger than the screen, zooms to the tapped part.
    const [minX, minY, maxX, maxY] = section.box;
    view.cx = within(at.x, minX + camera.width / view.scale / 2, maxX - camera.width / view.scale / 2, view.cx);
    view.cy = within(at.y, minY + camera.height / view.scale / 2, maxY - camera.height / view.scale / 2, view.cy);
  }
  return view;
}

function within(value, min, max, otherwise) {
  return min > max ? otherwise : Math.min(max, Math.max(min, value));
}
