// The selected seats of an object: label, category, kind, gap, nudge.

import { el } from '../../seatmap/dom.js';
import { seatOf, withSeats } from '../core/overrides.js';
import { button, checkField, grid, numberField, selectField, textField } from './fields.js';

export const kindNames = { regular: 'Regular seat', wheelchair: 'Wheelchair place', companion: 'Companion seat', restrictedView: 'Restricted view' };

export function seatFields(app) {
  const { editor } = app;
  const t = editor.t.bind(editor);
  const o = editor.enteredObject;
  const indexes = [...editor.seats];
  const seats = indexes.map(i => seatOf(o, editor.model.seatRadius, i));
  const common = key => (new Set(seats.map(s => s[key])).size === 1 ? seats[0][key] : null);
  const disabled = editor.readOnly || o.locked === true;
  const patched = patch => withSeats(o, editor.model.seatRadius, indexes, patch);
  const set = (patch, name = 'Change seats') => editor.replace(name, [patched(patch)]);
  const isSingle = seats.length === 1;
  const nudge = key => numberField(t(key === 'dx' ? 'Moved across' : 'Moved back'), common(key), {
    name: `seat-${key}`, unit: 'cm', min: -1000, max: 1000, disabled, onInput: v => editor.show(v === null ? null : [patched({ [key]: v })]), onChange: v => set({ [key]: v }, 'Nudge seats'),
  });
  const categories = [[null, t('No category')], ...[...editor.model.categories.values()].map(c => [c.key, c.name])];
  return [
    el('h2', {}, isSingle ? t('Row {0}, seat {1}', seats[0].rowName, seats[0].number) : t('{0} seats', seats.length)),
    grid(
      isSingle ? textField(t('Label'), seats[0].label ?? '', { name: 'seat-label', disabled, isRequired: false, placeholder: seats[0].number, onChange: v => set({ label: v || null }, 'Change a label') }) : null,
      selectField(t('Category'), new Set(seats.map(s => s.category)).size === 1 ? seats[0].category : undefined, categories, { name: 'seat-category', disabled, onChange: v => set({ category: v || null }, 'Paint a category') }),
      selectField(t('Kind'), common('kind'), Object.entries(kindNames).map(([key, text]) => [key, t(text)]), { name: 'seat-kind', disabled, onChange: v => v && set({ kind: v }, 'Paint a kind of seat') }),
      nudge('dx'), nudge('dy'),
      checkField(t('Taken out'), common('removed'), { name: 'seat-removed', disabled, onChange: v => set({ removed: v || null }, v ? 'Take seats out' : 'Put seats back') }),
    ),
    el('div', { class: 'designer-acts' },
      button(t('Select the whole row'), () => editor.selectSeats([...editor.model.seats(o).row.keys()].filter(i => editor.model.seats(o).row[i] === seats[0].row))),
      app.command('split').can() ? button(t('Split the row'), () => app.run('split')) : null,
      button(t('Back to the object'), () => editor.leave())),
  ];
}
