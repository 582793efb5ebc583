// Smooth zooming and panning between two views: J. van Wijk and W. Nuij, "Smooth and efficient zooming and panning" (2003).

const rho = 1.25;
const rho2 = rho * rho;

/**
 * A path from one view to another; a view is {cx, cy, width} in plan units.
 * Returns { length, at(t) } with t in 0..1; length is the path's perceived length.
 */
export function flight(from, to) {
  const dx = to.cx - from.cx, dy = to.cy - from.cy;
  const d2 = dx * dx + dy * dy;
  const d1 = Math.sqrt(d2);
  if (d1 < from.width * 1e-4) {
    const length = Math.abs(Math.log(to.width / from.width)) / rho;
    return {
      length,
      at: t => ({ cx: from.cx + dx * t, cy: from.cy + dy * t, width: from.width * Math.exp(t * Math.log(to.width / from.width)) }),
    };
  }

  const b = (w, sign, other) => (to.width ** 2 - from.width ** 2 + sign * rho2 * rho2 * d2) / (2 * w * rho2 * d1) + other;
  const b0 = b(from.width, 1, 0), b1 = b(to.width, -1, 0);
  const r0 = Math.log(Math.sqrt(b0 * b0 + 1) - b0), r1 = Math.log(Math.sqrt(b1 * b1 + 1) - b1);
  const length = (r1 - r0) / rho;
  const cosh0 = Math.cosh(r0), sinh0 = Math.sinh(r0);
  return {
    length: Math.abs(length),
    at: t => {
      const s = t * length;
      const u = (from.width / (rho2 * d1)) * (cosh0 * Math.tanh(rho * s + r0) - sinh0);
      return { cx: from.cx + u * dx, cy: from.cy + u * dy, width: (from.width * cosh0) / Math.cosh(rho * s + r0) };
    },
  };
}

export const easeInOut = t => (t < 0.5 ? 4 * t * t * t : 1 - (-2 * t + 2) ** 3 / 2);
