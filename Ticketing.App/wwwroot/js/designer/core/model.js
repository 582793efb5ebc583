// The document that is edited. Parts are immutable values in ordered maps; only apply() changes anything.

import { isOrder, same } from './changes.js';
import { isSeated, object, polygonBox, textCorners, corners } from './objects.js';
import { boxOf, grown, union } from './points.js';
import { seatsOf } from './layout.js';

export const orders = { section: 'sectionOrder', category: 'categoryOrder', object: 'objectOrder', floor: 'floorOrder' };
const orderedParts = Object.fromEntries(Object.entries(orders).map(([part, key]) => [key, part]));
const properties = ['format', 'name', 'seatRadius', 'focus'];

export class PlanModel extends EventTarget {
  #properties;
  #maps;
  #boxes = new WeakMap();

  constructor(document) {
    super();
    this.load(document);
  }

  /** Replaces everything, as after restoring a version. */
  load(document) {
    this.#properties = { seatRadius: 25, name: '', ...Object.fromEntries(properties.filter(p => document[p] !== undefined).map(p => [p, document[p]])) };
    this.#maps = {
      floor: new Map((document.floors ?? []).map(f => [f.key, f])),
      section: new Map((document.sections ?? []).map(s => [s.key, s])),
      category: new Map((document.categories ?? []).map(c => [c.key, c])),
      object: new Map((document.objects ?? []).map(o => [o.id, object(o)])),
    };
    this.dispatchEvent(new CustomEvent('change', { detail: { all: true, parts: [] } }));
  }

  get floors() { return this.#maps.floor; }
  get sections() { return this.#maps.section; }
  get categories() { return this.#maps.category; }
  get objects() { return this.#maps.object; }
  get name() { return this.#properties.name; }
  get seatRadius() { return this.#properties.seatRadius; }
  /** [x, y] or null. */
  get focus() { return this.#properties.focus ?? null; }

  /** A part's value; null where there is none. A document property is wrapped, as in a change. */
  get(part, key) {
    if (part !== 'document') {
      return this.#maps[part].get(key) ?? null;
    }
    const ordered = orderedParts[key];
    const value = ordered ? [...this.#maps[ordered].keys()] : this.#properties[key] ?? null;
    return value === null ? null : { value };
  }

  /** The first change of a set that no longer fits: its part was changed since. Null if all fit. */
  misfit(set) {
    return set.changes.find(c => !isOrder(c) && !same(this.get(c.part, c.key), c.before)) ?? null;
  }

  /** The set with orders that name exactly the keys there are after it: somebody may have added or removed others since. */
  completed(set) {
    if (!set.changes.some(isOrder)) {
      return set;
    }
    return { ...set, changes: set.changes.map(c => {
      if (!isOrder(c)) {
        return c;
      }
      const part = orderedParts[c.key];
      const keys = new Set(this.#maps[part].keys());
      for (const other of set.changes.filter(o => o.part === part)) {
        keys[other.after === null ? 'delete' : 'add'](other.key);
      }
      const wanted = (c.after?.value ?? []).filter(key => keys.has(key));
      wanted.forEach(key => keys.delete(key));
      return { ...c, after: { value: [...wanted, ...keys] } };
    }) };
  }

  apply(set) {
    for (const c of set.changes) {
      if (!isOrder(c)) {
        this.#change(c);
      }
    }
    for (const c of set.changes) {
      if (isOrder(c) && c.after) {
        this.#sort(orderedParts[c.key], c.after.value);
      }
    }
    this.dispatchEvent(new CustomEvent('change', { detail: { all: false, parts: set.changes.map(c => [c.part, c.key]) } }));
  }

  #change({ part, key, after }) {
    if (part === 'document') {
      if (after === null) {
        delete this.#properties[key];
      } else {
        this.#properties[key] = after.value;
      }
    } else if (after === null) {
      this.#maps[part].delete(key);
    } else {
      this.#maps[part].set(key, part === 'object' ? object(after) : after);
    }
  }

  // Keys that the order does not name keep their places at the end.
  #sort(part, keys) {
    const map = this.#maps[part];
    const sorted = keys.filter(key => map.has(key)).map(key => [key, map.get(key)]);
    const named = new Set(keys);
    this.#maps[part] = new Map([...sorted, ...[...map].filter(([key]) => !named.has(key))]);
  }

  seats(o) { return seatsOf(o, this.seatRadius); }

  /** The box of an object with its seats' width. */
  box(o) {
    let box = this.#boxes.get(o);
    if (!box) {
      box = this.#boxOf(o);
      this.#boxes.set(o, box);
    }
    return box;
  }

  #boxOf(o) {
    if (isSeated(o)) {
      const { x, y, count } = this.seats(o);
      const points = Array.from({ length: count }, (_, i) => [x[i], y[i]]);
      const table = o.type === 'table' ? boxOf(corners(o.shape === 'round' ? { ...o, depth: o.width } : o)) : null;
      return union(grown(boxOf(points) ?? [o.x, o.y, o.x, o.y], this.seatRadius), table);
    }
    return o.type === 'text' ? boxOf(textCorners(o)) : o.type === 'picture' ? boxOf(corners(o)) : polygonBox(o);
  }

  boxOfAll(objects = this.#maps.object.values()) {
    let box = null;
    for (const o of objects) {
      box = union(box, this.box(o));
    }
    return box;
  }

  toDocument() {
    const { object: objects, section, category, floor } = this.#maps;
    return {
      ...this.#properties,
      ...(floor.size > 0 ? { floors: [...floor.values()] } : {}),
      categories: [...category.values()],
      sections: [...section.values()],
      objects: [...objects.values()],
    };
  }
}
