// Two editors at once: the own unsent sets are put on top of what was saved by others.

import { change, changeSet, isOrder, partsOf, same } from './changes.js';

/**
 * Splits the own sets by what others changed: sets that touch other parts go on as they are, changes of a part that both touched
 * become conflicts to decide. Returns { sets, conflicts: [{ part, key, mine, base }] }; mine and base are values, null: removed or not there.
 */
export function rebased(own, others) {
  const touched = new Set(others.flatMap(partsOf));
  const conflicts = new Map();
  const sets = [];
  for (const set of own) {
    const kept = [];
    for (const c of set.changes) {
      const key = `${c.part}:${c.key}`;
      if (isOrder(c) || !touched.has(key)) {
        kept.push(c);
      } else {
        const known = conflicts.get(key);
        conflicts.set(key, { part: c.part, key: c.key, base: known ? known.base : c.before, mine: c.after });
      }
    }
    if (kept.some(c => !isOrder(c)) || kept.length === set.changes.length) {
      sets.push(kept.length === set.changes.length ? set : { ...set, changes: kept });
    }
  }
  return { sets, conflicts: [...conflicts.values()] };
}

/** Conflicts in which both did the same are none. theirs(part, key) is the value after the others' changes. */
export const open = (conflicts, theirs) => conflicts.filter(c => !same(c.mine, theirs(c.part, c.key)));

/** The set that puts the own values in place of the others'. */
export function keepMine(name, conflicts, theirs) {
  return changeSet(name, conflicts.map(c => change(c.part, c.key, theirs(c.part, c.key), c.mine)));
}
