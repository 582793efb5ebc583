// The inspector without a selection: the plan, its floors, the current section.

import { el } from '../../seatmap/dom.js';
import { change } from '../core/changes.js';
import { button, grid, heading, numberField, textField } from './fields.js';
import { sectionFields } from './inspector.js';

export function planFields(app) {
  const { editor } = app;
  const t = editor.t.bind(editor);
  const { model, options } = editor;
  const disabled = editor.readOnly;
  const set = (key, value, name = 'Change properties') => editor.commit(name, [change('document', key, model.get('document', key), value === null ? null : { value })]);
  const focus = i => numberField(t(i === 0 ? 'Focal point X' : 'Focal point Y'), model.focus?.[i] ?? null, {
    name: `plan-focus-${i}`, unit: 'cm', min: -500000, max: 500000, disabled, placeholder: '',
    onChange: v => set('focus', i === 0 ? [v, model.focus?.[1] ?? 0] : [model.focus?.[0] ?? 0, v], 'Move the focal point'),
  });
  const section = model.sections.get(options.section);
  return [
    el('h2', {}, t('Plan')),
    grid(
      textField(t('Name'), model.name, { name: 'plan-name', disabled, onChange: v => set('name', v) }),
      numberField(t('Seat radius'), model.seatRadius, { name: 'plan-radius', min: 10, max: 100, unit: 'cm', disabled, onChange: v => set('seatRadius', Math.round(v)) }),
      numberField(t('Grid'), options.gridSize, { name: 'plan-grid', min: 5, max: 1000, step: 5, unit: 'cm', onChange: v => editor.set({ gridSize: v }) }),
      focus(0), focus(1),
    ),
    el('div', { class: 'designer-acts' }, model.focus ? button(t('Remove the focal point'), () => set('focus', null, 'Move the focal point'), { disabled }) : null),
    ...(section ? sectionFields(app, section) : []),
    ...floorFields(app, disabled),
  ];
}

function floorFields(app, disabled) {
  const { editor } = app;
  const t = editor.t.bind(editor);
  const { floors, sections } = editor.model;
  const add = () => {
    const key = editor.newKey('floor');
    editor.commit('Add a floor', [change('floor', key, null, { key, name: `${t('Floor')} ${floors.size + 1}` })]);
  };
  // Sections of a floor that goes are on none.
  const remove = floor => editor.commit('Delete a floor', [
    ...[...sections.values()].filter(s => s.floor === floor.key).map(s => {
      const { floor: _, ...rest } = s;
      return change('section', s.key, s, rest);
    }),
    change('floor', floor.key, floor, null),
  ]);
  return [
    heading(t('Floors')),
    floors.size === 0 ? el('p', { class: 'muted small' }, t('One floor. Add floors for stalls, circle and gallery: the others are dimmed while you work on one.')) : null,
    ...[...floors.values()].map(floor => el('div', { class: 'designer-line' },
      textField(t('Name'), floor.name, { name: `floor-${floor.key}`, disabled, onChange: name => editor.commit('Change a floor', [change('floor', floor.key, floor, { ...floor, name })]) }),
      button('', () => remove(floor), { icon: 'trash', label: t('Delete the floor {0}', floor.name), disabled, quiet: true }))),
    el('div', { class: 'designer-acts' }, button(t('Add a floor'), add, { disabled, name: 'floor-add' })),
  ];
}
