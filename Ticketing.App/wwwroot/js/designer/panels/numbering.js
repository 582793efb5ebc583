// Numbering of rows and seats with a preview on the drawing and a table of old and new names; applied by one click.

import { el } from '../../seatmap/dom.js';
import { names, rowPresets, scheme, seatPresets } from '../core/numbering.js';
import { duplicateLabels } from '../core/labels.js';
import { isSeated } from '../core/objects.js';
import { turned } from '../core/points.js';
import { button, checkField, grid, heading, numberField, refill, selectField, textField } from './fields.js';

const rowsMax = 40;

export class Numbering {
  #app;
  #panel;
  #seats = null; // the scheme that is tried; null: as it is
  #rows = null;
  #of = '';

  constructor(panel, app) {
    this.#app = app;
    this.#panel = panel;
    app.editor.addEventListener('selection', () => this.draw());
    app.editor.addEventListener('change', () => this.draw());
  }

  /** Ends the preview, as when another panel comes up. */
  end() {
    if (this.#seats !== null || this.#rows !== null) {
      this.#seats = this.#rows = null;
      this.#app.editor.show(null);
    }
  }

  draw() {
    if (this.#panel.hidden) {
      return;
    }
    const { editor } = this.#app;
    const t = editor.t.bind(editor);
    const objects = editor.movable.filter(isSeated);
    const of = objects.map(o => o.id).join();
    if (of !== this.#of) {
      this.#of = of;
      this.end();
    }
    if (objects.length === 0) {
      refill(this.#panel, el('h2', {}, t('Numbering')), el('p', { class: 'muted' }, t('Select rows, blocks or tables to number them.')));
      return;
    }
    const results = this.#results(objects);
    const changed = results.filter((o, i) => o !== objects[i]);
    const twice = changed.length > 0 ? duplicateLabels(editor.model, new Map(changed.map(o => [o.id, o]))) : [];
    refill(this.#panel,
      el('h2', {}, t('Numbering')),
      el('p', { class: 'muted small' }, objects.length === 1 ? this.#app.describe(objects[0]) : t('{0} objects', objects.length)),
      heading(t('Seats')),
      ...this.#scheme('seats', this.#seats ?? objects[0].seatNumbering, seatPresets, v => { this.#seats = v; }),
      button(t('Continue from row to row'), () => this.#continue(objects), { disabled: objects.length < 2 || editor.readOnly, name: 'number-continue' }),
      heading(t('Rows and tables')),
      ...this.#scheme('rows', this.#rows ?? this.#rowScheme(objects), rowPresets, v => { this.#rows = v; }),
      twice.length > 0 ? el('div', { class: 'notice notice-warning', role: 'alert' }, el('p', {}, t('Labels that would occur twice:')), el('p', {}, twice.slice(0, 8).join(', '))) : null,
      this.#table(objects, results),
      el('div', { class: 'designer-acts designer-apply' },
        button(t('Apply the numbering'), () => this.#apply(results), { primary: true, disabled: changed.length === 0 || editor.readOnly, name: 'number-apply' }),
        button(t('Discard'), () => {
          this.end();
          this.draw();
        }, { disabled: changed.length === 0, name: 'number-discard' })));
  }

  #scheme(which, value, presets, set) {
    const { editor } = this.#app;
    const t = editor.t.bind(editor);
    const s = scheme(value);
    const disabled = editor.readOnly;
    const change = patch => {
      set({ ...s, ...patch });
      this.#preview();
    };
    const name = key => `number-${which}-${key}`;
    const preset = presets.findIndex(p => Object.keys(p.scheme).every(k => String(p.scheme[k]) === String(s[k])));
    return [
      selectField(t('Pattern'), preset < 0 ? undefined : String(preset), presets.map((p, i) => [String(i), t(p.name)]), { name: name('preset'), disabled, onChange: i => i !== '' && change(presets[Number(i)].scheme) }),
      grid(
        selectField(t('Signs'), s.style, [['numbers', t('Numbers')], ['letters', t('Letters')]], { name: name('style'), disabled, isWide: false, onChange: style => change({ style, start: Math.max(1, s.start) }) }),
        numberField(t('Start'), s.start, { name: name('start'), min: s.style === 'letters' ? 1 : 0, max: 100000, disabled, onChange: start => change({ start: Math.round(start) }) }),
        numberField(t('Step'), s.step, { name: name('step'), min: 1, max: 100, disabled, onChange: step => change({ step: Math.round(step) }) }),
        s.style === 'numbers' ? selectField(t('Which'), s.parity, [['all', t('All')], ['odd', t('Odd')], ['even', t('Even')]], { name: name('parity'), disabled, isWide: false, onChange: parity => change({ parity }) }) : null,
        textField(t('Prefix'), s.prefix, { name: name('prefix'), disabled, isRequired: false, onChange: prefix => change({ prefix }) }),
        textField(t('Leave out (13, 14)'), s.skip.join(', '), { name: name('skip'), disabled, isRequired: false, maxlength: 400, onChange: v => change({ skip: v.split(/[,;\s]+/).filter(Boolean) }) }),
        checkField(t(which === 'seats' ? 'From right to left' : 'From back to front'), s.reversed, { name: name('reversed'), disabled, onChange: reversed => change({ reversed }) }),
        s.style === 'letters' ? checkField(t('Without I and O'), s.skipIO, { name: name('skipIO'), disabled, onChange: skipIO => change({ skipIO }) }) : null),
    ];
  }

  #rowScheme(objects) { return objects.find(o => o.type === 'block')?.rowNumbering ?? { style: objects[0].type === 'table' ? 'numbers' : 'letters' }; }

  // Rows that are objects of their own are named in the order in which they lie behind each other.
  #results(objects) {
    if (this.#seats === null && this.#rows === null) {
      return objects;
    }
    const single = objects.filter(o => o.type !== 'block');
    const order = [...single].sort((a, b) => depth(a, objects[0].angle) - depth(b, objects[0].angle) || a.x - b.x);
    const given = this.#rows === null ? [] : names(this.#rows, order.length);
    return objects.map(o => {
      const result = this.#seats === null ? o : { ...o, seatNumbering: scheme(this.#seats) };
      if (this.#rows === null) {
        return result;
      }
      return o.type === 'block' ? { ...result, rowNumbering: scheme(this.#rows) } : { ...result, name: given[order.indexOf(o)] };
    });
  }

  #preview() {
    const { editor } = this.#app;
    const objects = editor.movable.filter(isSeated);
    editor.show(this.#results(objects));
    this.draw();
  }

  #table(objects, results) {
    const { model } = this.#app.editor;
    const t = this.#app.editor.t.bind(this.#app.editor);
    const lines = [];
    objects.forEach((o, k) => {
      const old = model.seats(o), now = model.seats(results[k]);
      old.counts.forEach((count, row) => {
        if (lines.length < rowsMax && count > 0) {
          const text = seats => `${seats.rowNames[row]}: ${seats.numbers[seats.first[row]]}–${seats.numbers[seats.first[row + 1] - 1]}`;
          lines.push([text(old), text(now)]);
        }
      });
    });
    return el('table', { class: 'table designer-names' },
      el('caption', { class: 'visually-hidden' }, t('Names of rows and seats')),
      el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, t('Now')), el('th', { scope: 'col' }, t('New')))),
      el('tbody', {}, ...lines.map(([old, now]) => el('tr', { class: old === now ? '' : 'is-changed' }, el('td', {}, old), el('td', {}, now)))));
  }

  // The numbers of the next row begin where the row before it ends, as across an aisle.
  #continue(objects) {
    const { editor } = this.#app;
    const first = scheme(this.#seats ?? objects[0].seatNumbering);
    const order = [...objects].sort((a, b) => depth(a, objects[0].angle) - depth(b, objects[0].angle) || along(a, objects[0].angle) - along(b, objects[0].angle));
    let { start } = first;
    const results = order.map(o => {
      const result = { ...o, seatNumbering: { ...first, start } };
      start += Math.max(...editor.model.seats(o).counts) * first.step * (first.parity === 'all' ? 1 : 2);
      return result;
    });
    this.end();
    editor.replace('Number rows and seats', results);
  }

  #apply(results) {
    const { editor } = this.#app;
    this.#seats = this.#rows = null;
    editor.replace('Number rows and seats', results);
    editor.say(editor.t('Numbered'));
    this.draw();
  }
}

const depth = (o, angle) => Math.round(turned([o.x, o.y], -angle)[1]);
const along = (o, angle) => turned([o.x, o.y], -angle)[0];
