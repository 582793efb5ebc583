// Names of rows whose ends lie off the screen, pinned to its edge: whoever has zoomed in still sees the row.

const edgePixels = 14;
const apartPixels = 18; // between two pins

/** Rows by name: runs of one row between its aisles form one. geometry.rows are in the order of their seats. */
export function rowGroups({ rows, x, y }) {
  const groups = [];
  for (const row of rows) {
    const last = groups.at(-1);
    const end = row.first + row.count - 1;
    if (last && last.section === row.section && last.name === row.name && last.last === row.first - 1) {
      last.last = end;
    } else {
      groups.push({ name: row.name, section: row.section, first: row.first, last: end });
    }
  }
  for (const group of groups) {
    const xs = x.slice(group.first, group.last + 1), ys = y.slice(group.first, group.last + 1);
    group.box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  }
  return groups;
}

/** The pins of a view: { name, x, y } in CSS pixels. */
export function pinsOf(groups, geometry, camera) {
  const pins = [];
  for (const group of groups) {
    const [minX, minY, maxX, maxY] = group.box;
    if (camera.x(maxX) < 0 || camera.x(minX) > camera.width || camera.y(maxY) < 0 || camera.y(minY) > camera.height) {
      continue;
    }
    for (const [end, step] of [[group.first, 1], [group.last, -1]]) {
      const pin = pinAt(group, geometry, camera, end, step);
      if (pin && !pins.some(other => Math.hypot(other.x - pin.x, other.y - pin.y) < apartPixels)) {
        pins.push(pin);
      }
    }
  }
  return pins;
}

// Walks from an end to the first seat on the screen; the pin lies where the row crosses the edge.
function pinAt(group, geometry, camera, end, step) {
  const at = seat => [camera.x(geometry.x[seat]), camera.y(geometry.y[seat])];
  const isShown = ([x, y]) => x >= edgePixels && x <= camera.width - edgePixels && y >= edgePixels && y <= camera.height - edgePixels;
  if (isShown(at(end))) {
    return null; // the name stands beside its end
  }
  for (let seat = end + step; seat >= group.first && seat <= group.last; seat += step) {
    if (isShown(at(seat))) {
      const [x, y] = at(seat - step);
      const within = (value, size) => Math.min(size - edgePixels, Math.max(edgePixels, value));
      return { name: group.name, x: within(x, camera.width), y: within(y, camera.height) };
    }
  }
  return null;
}
