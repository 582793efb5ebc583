// Change sets: every edit is one. Undo, saving, conflicts and the server's history use the same form.

/** A change of one part; a null before adds it, a null after removes it. */
export const change = (part, key, before, after) => ({ part, key, before: before ?? null, after: after ?? null });

export const changeSet = (name, changes) => ({ id: crypto.randomUUID(), name, changes });

/** The set that undoes a set; it has an id of its own. */
export const inverse = (set, name = set.name) => changeSet(name, set.changes.map(c => change(c.part, c.key, c.after, c.before)).reverse());

export const isOrder = c => c.part === 'document' && c.key.endsWith('Order');

/** The parts that a set changes, as text keys. Orders never conflict: whoever sorts later wins. */
export const partsOf = set => set.changes.filter(c => !isOrder(c)).map(c => `${c.part}:${c.key}`);

/** Two sets in a row as one step (a held arrow key, a slider): the first set's id, each part's first before and last after. */
export function merged(first, second) {
  const changes = new Map(first.changes.map(c => [`${c.part}:${c.key}`, c]));
  for (const c of second.changes) {
    const key = `${c.part}:${c.key}`;
    changes.set(key, change(c.part, c.key, changes.has(key) ? changes.get(key).before : c.before, c.after));
  }
  return { ...first, changes: [...changes.values()] };
}

/**
 * A set in pieces that the server takes at once. Each piece leaves a document whose parts refer to something: what objects need
 * comes before them, what they no longer need goes after them, orders come last. A small set stays as it is.
 */
export function inPieces(set, bytesMax) {
  const sizes = new Map(set.changes.map(c => [c, JSON.stringify(c).length]));
  if ([...sizes.values()].reduce((sum, size) => sum + size, 0) <= bytesMax) {
    return [set];
  }
  const rank = c => (isOrder(c) ? 3 : c.part === 'object' ? 1 : c.part !== 'document' && c.after === null ? 2 : 0);
  const pieces = [[]];
  let bytes = 0;
  for (const c of [...set.changes].sort((a, b) => rank(a) - rank(b))) {
    bytes += sizes.get(c);
    if (bytes > bytesMax && pieces.at(-1).length > 0) {
      pieces.push([]);
      bytes = sizes.get(c);
    }
    pieces.at(-1).push(c);
  }
  return pieces.map((changes, i) => ({ id: i === 0 ? set.id : crypto.randomUUID(), name: set.name, changes }));
}

/** Equal by value; absent and null are equal, and so are lengths within the rounding. */
export function same(a, b) {
  if (a === b || (a ?? null) === (b ?? null)) {
    return true;
  }
  if (typeof a === 'number' && typeof b === 'number') {
    return Math.abs(a - b) < 0.0051;
  }
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || a === undefined || b === undefined) {
    return false;
  }
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => same(item, b[i]));
  }
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every(key => same(a[key], b[key]));
}
