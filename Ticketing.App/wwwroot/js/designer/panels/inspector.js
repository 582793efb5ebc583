// The properties of the selection: number fields for everything that a drag can do (WCAG 2.5.7).

import { el } from '../../seatmap/dom.js';
import { change } from '../core/changes.js';
import { isSeated } from '../core/objects.js';
import { round } from '../core/points.js';
import { button, checkField, grid, heading, numberField, refill, selectField, textField } from './fields.js';
import { planFields } from './inspect-plan.js';
import { seatFields } from './inspect-seats.js';
import { aisleFields, cornerFields, symbolFields } from './inspect-parts.js';

const numbers = {
  rows: ['Rows', { min: 1, max: 500 }], seats: ['Seats', { min: 1, max: 1000 }], seatGrowth: ['More seats per row', { min: -100, max: 100, step: 0.1 }],
  spacing: ['Seat distance', { min: 1, max: 10000, step: 0.5, unit: 'cm' }], rowSpacing: ['Row distance', { min: 1, max: 10000, step: 0.5, unit: 'cm' }],
  skew: ['Skew per row', { min: -10000, max: 10000, unit: 'cm' }], radius: ['Radius of the curve', { min: -500000, max: 500000, unit: 'cm' }],
  endSeats: ['Seats at each end', { min: 0, max: 50 }], width: ['Width', { min: 1, max: 5000, unit: 'cm' }], depth: ['Depth', { min: 1, max: 5000, unit: 'cm' }],
  height: ['Height', { min: 1, max: 500000, unit: 'cm' }], size: ['Size', { min: 1, max: 10000, unit: 'cm' }], capacity: ['Capacity', { min: 1, max: 150000 }],
  x: ['X', { min: -500000, max: 500000, unit: 'cm' }], y: ['Y', { min: -500000, max: 500000, unit: 'cm' }], angle: ['Angle', { min: -360, max: 360, unit: '°' }],
  opacity: ['Opacity', { min: 0, max: 1, step: 0.05 }],
};

const fieldsOf = {
  row: ['name', 'section', 'category', 'seats', 'spacing', 'radius', 'x', 'y', 'angle'],
  block: ['section', 'category', 'rows', 'seats', 'spacing', 'rowSpacing', 'seatGrowth', 'skew', 'radius', 'x', 'y', 'angle', 'justified'],
  table: ['name', 'section', 'category', 'shape', 'seats', 'endSeats', 'width', 'depth', 'x', 'y', 'angle'],
  area: ['section', 'category', 'kind', 'capacity'],
  stage: ['text'],
  text: ['text', 'size', 'x', 'y', 'angle'],
  shape: ['fill'],
  picture: ['x', 'y', 'angle', 'width', 'height', 'opacity'],
};

export const typeNames = {
  row: 'Row', block: 'Block of rows', table: 'Table', area: 'Area without seats', stage: 'Stage', text: 'Text or symbol', shape: 'Shape', picture: 'Picture',
};

const choices = {
  shape: ['Shape', [['round', 'Round'], ['rectangular', 'Rectangular']]],
  kind: ['Use', [['standing', 'Standing'], ['free', 'Free seating']]],
  fill: ['Look', [['floor', 'Floor surface'], ['platform', 'Platform'], ['wall', 'Wall'], ['line', 'Line'], ['table', 'Table']]],
};

export class Inspector {
  #app;
  #panel;

  constructor(panel, app) {
    this.#app = app;
    this.#panel = panel;
    for (const event of ['selection', 'change', 'options']) {
      app.editor.addEventListener(event, () => this.#later());
    }
    this.draw();
  }

  #pending = false;

  #later() {
    if (!this.#pending) {
      this.#pending = true;
      requestAnimationFrame(() => {
        this.#pending = false;
        this.draw();
      });
    }
  }

  draw() {
    const { editor } = this.#app;
    const objects = editor.selected;
    if (objects.length === 0) {
      refill(this.#panel, ...planFields(this.#app));
    } else if (editor.entered !== null && editor.seats.size > 0) {
      refill(this.#panel, ...seatFields(this.#app));
    } else {
      refill(this.#panel, ...this.#objects(objects));
    }
  }

  #objects(objects) {
    const { editor } = this.#app;
    const t = editor.t.bind(editor);
    // One name for several rows would make their labels equal: the numbering names them.
    const common = fieldsOf[objects[0].type].filter(key => objects.every(o => fieldsOf[o.type].includes(key)) && !(key === 'name' && objects.length > 1));
    const disabled = editor.readOnly || objects.some(o => o.locked);
    const title = objects.length === 1 ? `${t(typeNames[objects[0].type])} ${objects[0].name ?? ''}` : t('{0} objects', objects.length);
    const seats = objects.filter(isSeated).reduce((sum, o) => sum + editor.model.seats(o).left, 0);
    const one = objects.length === 1 ? objects[0] : null;
    return [
      el('h2', {}, title),
      seats > 0 ? el('p', { class: 'muted small' }, t('{0} seats', seats)) : null,
      objects.some(o => o.locked) ? el('p', { class: 'small' }, t('Locked: unlock it to change it.'), ' ', button(t('Unlock'), () => this.#app.run('lock'), { disabled: editor.readOnly })) : null,
      grid(...common.map(key => this.#field(key, objects, disabled))),
      objects.length > 1 ? this.#arranging() : null,
      one && one.aisles && !one.path ? aisleFields(this.#app, one, disabled) : null,
      one && one.points ? cornerFields(this.#app, one, disabled) : null,
      one?.type === 'text' ? symbolFields(this.#app, one, disabled) : null,
      this.#acts(objects, disabled),
    ];
  }

  #field(key, objects, disabled) {
    const { editor } = this.#app;
    const t = editor.t.bind(editor);
    const values = new Set(objects.map(o => o[key] ?? null));
    const value = values.size === 1 ? [...values][0] : null;
    const name = `object-${key}`;
    const all = patch => objects.map(o => ({ ...o, ...patch(o) }));
    const set = (v, title = 'Change properties') => editor.replace(title, all(() => ({ [key]: v })));
    if (key === 'section') {
      return selectField(t('Section'), value, [...editor.model.sections.values()].map(s => [s.key, s.name]), { name, disabled, onChange: v => v && set(v, 'Move to a section') });
    }
    if (key === 'category') {
      const options = [[null, t('No category')], ...[...editor.model.categories.values()].map(c => [c.key, c.name])];
      return selectField(t('Category'), values.size === 1 ? value : undefined, options, { name, disabled, onChange: v => this.#category(objects, v) });
    }
    if (choices[key]) {
      const [label, options] = choices[key];
      return selectField(t(label), value, options.map(([k, text]) => [k, t(text)]), { name, disabled, onChange: v => v && set(v) });
    }
    if (key === 'name' || key === 'text') {
      return textField(t(key === 'name' ? 'Name' : 'Text'), value, {
        name, disabled, isRequired: objects.some(o => o.type !== 'stage'), onInput: v => editor.show(v === null ? null : all(() => ({ [key]: v }))), onChange: v => set(v),
      });
    }
    if (key === 'justified') {
      return checkField(t('Straight sides and aisles'), values.size === 1 ? value : null, { name, disabled, onChange: v => set(v) });
    }
    const [label, options] = numbers[key];
    const whole = ['rows', 'seats', 'endSeats', 'capacity'].includes(key);
    const max = key === 'seats' && objects.every(o => o.type === 'table') ? 100 : options.max;
    const clean = v => (whole ? Math.round(v) : round(v));
    return numberField(t(label), value, {
      ...options, max, name, disabled, onInput: v => editor.show(v === null ? null : all(() => ({ [key]: clean(v) }))), onChange: v => set(clean(v)),
    });
  }

  // A category of the whole object takes back what is said of its seats.
  #category(objects, key) {
    const { editor } = this.#app;
    editor.replace('Change the category', objects.map(o => {
      const { category: _, ...rest } = o;
      const cleaned = o.overrides?.some(s => s.category)
        ? { ...rest, overrides: o.overrides.map(({ category: __, ...s }) => s).filter(s => s.kind || s.label || s.removed || s.dx || s.dy) } : rest;
      return key ? { ...cleaned, category: key } : cleaned;
    }));
  }

  #arranging() {
    const { editor } = this.#app;
    const acts = [['align-left', 'left'], ['align-centre', 'centre'], ['align-right', 'right'], ['align-top', 'top'], ['align-middle', 'middle'], ['align-bottom', 'bottom'], ['distribute-across', 'across'], ['distribute-down', 'across-down'], ['mirror', 'mirror']];
    return el('div', { class: 'designer-acts', role: 'group', 'aria-label': editor.t('Arrange') }, ...acts.map(([id, icon]) => {
      const command = this.#app.command(id);
      return button('', () => this.#app.run(id), { icon, label: editor.t(command.name), disabled: !command.can(), name: `act-${id}` });
    }));
  }

  #acts(objects, disabled) {
    const { editor } = this.#app;
    const ids = ['number', 'duplicate', 'split', 'merge', 'bend-focus', 'straighten', 'equalise', 'group', 'ungroup', 'enter', 'lock', 'hide', 'remove'];
    const acts = ids.map(id => this.#app.command(id)).filter(c => c.can() && !(disabled && !['lock', 'enter'].includes(c.id)));
    return el('div', { class: 'designer-acts' }, ...acts.map(c => button(editor.t(c.name), () => c.run(), { name: `act-${c.id}`, danger: false })));
  }
}

/** A section's fields: for the inspector without a selection. */
export function sectionFields(app, section) {
  const { editor } = app;
  const t = editor.t.bind(editor);
  const disabled = editor.readOnly;
  const set = patch => {
    const after = Object.fromEntries(Object.entries({ ...section, ...patch }).filter(([, v]) => v !== null && v !== ''));
    editor.commit('Change a section', [change('section', section.key, section, after)]);
  };
  const floors = [[null, t('No floor')], ...[...editor.model.floors.values()].map(f => [f.key, f.name])];
  return [
    heading(t('Section {0}', section.name)),
    grid(
      textField(t('Name'), section.name, { name: 'section-name', disabled, onChange: name => set({ name }) }),
      textField(t('Entrance'), section.entrance ?? '', { name: 'section-entrance', disabled, isRequired: false, onChange: entrance => set({ entrance }) }),
      editor.model.floors.size > 0 ? selectField(t('Floor'), section.floor ?? null, floors, { name: 'section-floor', disabled, onChange: floor => set({ floor: floor || null }) }) : null,
    ),
    el('div', { class: 'designer-acts' },
      button(t('Select everything in it'), () => app.selectSection(section.key)),
      button(t('Draw its outline'), () => editor.use('outline'), { disabled }),
      section.outline ? button(t('Remove the outline'), () => set({ outline: null }), { disabled }) : null),
  ];
}
