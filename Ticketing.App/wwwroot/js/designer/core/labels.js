// Labels that occur twice: section, row and number must be unique.

import { isSeated } from './objects.js';

/** The labels that several seats would have, were some objects replaced. replaced: Map(id → object); at most `most` labels. */
export function duplicateLabels(model, replaced, most = 20) {
  const sections = new Set([...replaced.values()].filter(isSeated).map(o => o.section ?? null));
  const seen = new Set();
  const twice = new Set();
  for (const known of model.objects.values()) {
    const o = replaced.get(known.id) ?? known;
    if (!isSeated(o) || !sections.has(o.section ?? null)) {
      continue;
    }
    const seats = model.seats(o);
    for (let i = 0; i < seats.count && twice.size < most; i++) {
      if (!seats.removed[i]) {
        const label = `${model.sections.get(o.section)?.name ?? ''}-${seats.rowNames[seats.row[i]]}-${seats.numbers[i]}`;
        (seen.has(label) ? twice : seen).add(label);
      }
    }
  }
  return [...twice];
}
