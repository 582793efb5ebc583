// Signs of seat kinds as SVG, for legend and list; glyphs.js draws the same on the canvas.

import { svg } from './dom.js';
import { Kind } from './geometry.js';

const shapes = {
  [Kind.wheelchair]: () => [
    svg('rect', { x: 2.5, y: 2.5, width: 15, height: 15, rx: 3.5, class: 'key-seat' }),
    svg('circle', { cx: 9, cy: 5.7, r: 1.1, class: 'key-mark-fill' }),
    svg('path', { d: 'M9.2 7.6l.4 3.6h2.7l1.2 2.8M7.6 9.4a3 3 0 1 0 4.2 3.7', class: 'key-mark' }),
  ],
  [Kind.companion]: () => [
    svg('circle', { cx: 10, cy: 10, r: 7.5, class: 'key-seat' }),
    svg('circle', { cx: 10, cy: 7.6, r: 1.8, class: 'key-mark-fill' }),
    svg('path', { d: 'M6.8 14c0-4.4 6.4-4.4 6.4 0', class: 'key-mark' }),
  ],
  [Kind.restricted]: () => [
    svg('path', { d: 'M4 14.5a7.5 7.5 0 1 1 12 0z', class: 'key-seat' }),
    svg('path', { d: 'M5.8 17h8.4', class: 'key-bar' }),
  ],
};

/** The shapes of a kind's sign in a 20x20 box; none for a regular seat. */
export const kindSign = kind => shapes[kind]?.() ?? [];
