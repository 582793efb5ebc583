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
