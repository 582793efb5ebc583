// Lists inside of one object: aisles, corners, symbols of a text.

import { el } from '../../seatmap/dom.js';
import { round } from '../core/points.js';
import { button, heading, numberField } from './fields.js';

const symbols = ['♿', '🚻', '🚪', '⬆', '⬇', '☕', '🍷', '🧥', 'ℹ', '✚', '🎚', '📷'];
const cornersMax = 60;

/** Aisles of a row or block, from left to right. */
export function aisleFields(app, o, disabled) {
  const { editor } = app;
  const t = editor.t.bind(editor);
  const write = (aisles, name = 'Change aisles') => editor.replace(name, [{ ...o, aisles: [...aisles].sort((a, b) => a.after - b.after) }]);
  const patch = (i, more) => o.aisles.map((a, k) => (k === i ? { ...a, ...more } : a));
  const free = () => {
    const taken = new Set(o.aisles.map(a => a.after));
    const middle = Math.floor(o.seats / 2);
    return [...Array(o.seats).keys()].sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle)).find(n => n > 0 && !taken.has(n));
  };
  return el('section', { class: 'designer-part' },
    heading(t('Aisles')),
    ...o.aisles.map((a, i) => el('div', { class: 'designer-line' },
      numberField(t('After seat'), a.after, { name: `aisle-${i}-after`, min: 1, max: 1000, disabled, onInput: v => editor.show(v === null ? null : [{ ...o, aisles: patch(i, { after: Math.round(v) }) }]), onChange: v => write(patch(i, { after: Math.round(v) })) }),
      numberField(t('Width'), a.width, { name: `aisle-${i}-width`, min: 1, max: 10000, unit: 'cm', disabled, onInput: v => editor.show(v === null ? null : [{ ...o, aisles: patch(i, { width: v }) }]), onChange: v => write(patch(i, { width: round(v) })) }),
      o.type === 'block' ? numberField(t('Growth'), a.growth, { name: `aisle-${i}-growth`, min: -100, max: 100, step: 0.1, disabled, onChange: v => write(patch(i, { growth: round(v) })) }) : null,
      button('', () => write(o.aisles.toSpliced(i, 1)), { icon: 'trash', label: t('Remove the aisle'), disabled, quiet: true }))),
    el('div', { class: 'designer-acts' }, button(t('Add an aisle'), () => {
      const after = free();
      if (after !== undefined) {
        write([...o.aisles, { after, width: 120, growth: round((o.seatGrowth ?? 0) / 2) }]);
      }
    }, { disabled: disabled || o.seats < 2, name: 'aisle-add' })));
}

/** The corners of a polygon as numbers. */
export function cornerFields(app, o, disabled) {
  const { editor } = app;
  const t = editor.t.bind(editor);
  const at = (i, axis, v) => o.points.map((p, k) => (k === i ? (axis === 0 ? [v, p[1]] : [p[0], v]) : p));
  const field = (i, axis) => numberField(axis === 0 ? 'X' : 'Y', o.points[i][axis], {
    name: `corner-${i}-${axis}`, min: -500000, max: 500000, disabled, onInput: v => editor.show(v === null ? null : [{ ...o, points: at(i, axis, v) }]), onChange: v => editor.replace('Move a corner', [{ ...o, points: at(i, axis, round(v)) }]),
  });
  return el('details', { class: 'designer-part' },
    el('summary', {}, t('Corners')),
    ...o.points.slice(0, cornersMax).map((_, i) => el('div', { class: 'designer-line' }, field(i, 0), field(i, 1),
      button('', () => editor.replace('Remove a corner', [{ ...o, points: o.points.toSpliced(i, 1) }]), { icon: 'trash', label: t('Remove corner {0}', i + 1), disabled: disabled || o.points.length < 4, quiet: true }))));
}

export function symbolFields(app, o, disabled) {
  const { editor } = app;
  return el('section', { class: 'designer-part' },
    heading(editor.t('Symbols')),
    el('div', { class: 'designer-acts' }, ...symbols.map(s => button(s, () => editor.replace('Change properties', [{ ...o, text: s }]), { disabled }))));
}
