// Counts of places by category, section and kind.

import { isSeated } from './objects.js';
import { kinds } from './layout.js';

/** { seats, places, byCategory: Map(key or null → count), bySection, byKind } */
export function statistics(model) {
  const result = { seats: 0, places: 0, byCategory: new Map(), bySection: new Map(), byKind: new Map() };
  const add = (map, key, count) => map.set(key, (map.get(key) ?? 0) + count);
  for (const o of model.objects.values()) {
    if (o.type === 'area') {
      result.places += o.capacity;
      add(result.byCategory, o.category ?? null, o.capacity);
      add(result.bySection, o.section ?? null, o.capacity);
    } else if (isSeated(o)) {
      const seats = model.seats(o);
      result.seats += seats.left;
      result.places += seats.left;
      add(result.bySection, o.section ?? null, seats.left);
      if (o.overrides.length === 0) {
        add(result.byCategory, o.category ?? null, seats.left);
        add(result.byKind, 'regular', seats.left);
        continue;
      }
      for (let i = 0; i < seats.count; i++) {
        if (!seats.removed[i]) {
          add(result.byCategory, seats.category[i], 1);
          add(result.byKind, kinds[seats.kind[i]], 1);
        }
      }
    }
  }
  return result;
}
