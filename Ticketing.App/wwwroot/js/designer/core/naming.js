// Names for what is new: rows go on with the letters or numbers of their section, tables with the next number.

import { names, scheme } from './numbering.js';

/** The next free names of rows in a section: A, B, C …; numbers where all rows have numbers. */
export function nextRowNames(model, section, count) {
  const used = new Set();
  for (const o of model.objects.values()) {
    if (o.section === section && (o.type === 'row' || o.type === 'block')) {
      model.seats(o).rowNames.forEach(name => used.add(name));
    }
  }
  const isNumbered = used.size > 0 && [...used].every(name => /^\d+$/.test(name));
  return free(used, isNumbered ? 'numbers' : 'letters', count);
}

export function nextTableNames(model, section, count) {
  return free(new Set([...model.objects.values()].filter(o => o.type === 'table' && o.section === section).map(o => o.name)), 'numbers', count);
}

/** A block's row numbering that goes on after its section's rows. */
export function nextRowNumbering(model, section) {
  const [next] = nextRowNames(model, section, 1);
  const isNumber = /^\d+$/.test(next);
  return scheme({ style: isNumber ? 'numbers' : 'letters', start: isNumber ? Number(next) : names({ style: 'letters' }, 800).indexOf(next) + 1 || 1 });
}

/** A free name with a number: "Section 3". */
export function nextName(prefix, used, from = 1) {
  const taken = new Set(used);
  let n = from;
  while (taken.has(`${prefix} ${n}`)) {
    n++;
  }
  return `${prefix} ${n}`;
}

const free = (used, style, count) => names({ style }, used.size + count).filter(name => !used.has(name)).slice(0, count);
