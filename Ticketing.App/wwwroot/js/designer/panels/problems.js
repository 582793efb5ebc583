// Problems that the server found, by section, and the figures of the plan. A click flies to the place.

import { el } from '../../seatmap/dom.js';
import { statistics } from '../core/statistics.js';
import { isSeated } from '../core/objects.js';
import { iconOf } from '../icons.js';
import { button, heading, refill } from './fields.js';
import { kindNames } from './inspect-seats.js';

export class Problems {
  /** [{ kind, severity, text, object, section, row, seat }] */
  list = [];
  #app;
  #panel;
  #at = -1;
  #known = '';

  constructor(panel, app) {
    this.#app = app;
    this.#panel = panel;
    this.draw();
  }

  set(problems) {
    const known = JSON.stringify(problems);
    if (known === this.#known) {
      return; // what is read or focused stays
    }
    this.#known = known;
    this.#at = -1;
    this.list = [...problems].sort((a, b) => (a.severity === 'error' ? 0 : 1) - (b.severity === 'error' ? 0 : 1));
    this.draw();
  }

  get errors() { return this.list.filter(p => p.severity === 'error').length; }

  /** Goes to the next problem and reads it out. */
  next() {
    const { editor } = this.#app;
    if (this.list.length === 0) {
      editor.say(editor.t('No problems.'));
      return;
    }
    this.#at = (this.#at + 1) % this.list.length;
    this.go(this.list[this.#at]);
  }

  // The server names sections, rows and seats as people read them.
  go(problem) {
    const { editor, view } = this.#app;
    const o = editor.model.objects.get(problem.object);
    if (o) {
      const i = isSeated(o) ? seatIndex(editor.model.seats(o), problem) : -1;
      if (i >= 0) {
        const seats = editor.model.seats(o);
        editor.enter(o.id);
        editor.selectSeats([i]);
        view.flyToPoint([seats.x[i], seats.y[i]]);
      } else {
        editor.select([o.id]);
        view.show([o]);
      }
    } else {
      const section = [...editor.model.sections.values()].find(x => x.name === problem.section);
      editor.select([]);
      editor.set(section ? { section: section.key } : {});
    }
    editor.say(problem.text);
  }

  draw() {
    const { editor } = this.#app;
    const t = editor.t.bind(editor);
    const bySection = new Map();
    for (const problem of this.list) {
      const key = problem.section ?? editor.model.sections.get(editor.model.objects.get(problem.object)?.section)?.name ?? null;
      bySection.set(key, [...(bySection.get(key) ?? []), problem]);
    }
    refill(this.#panel,
      el('h2', {}, t('Problems')),
      this.list.length === 0 ? el('p', { class: 'muted' }, t('No problems found. The plan can be published.')) : el('p', { class: 'muted small' }, t('Errors prevent publishing, warnings do not. F8 goes to the next one.')),
      ...[...bySection].flatMap(([key, problems]) => [
        heading(key ?? t('Whole plan')),
        el('ul', { class: 'designer-problems', role: 'list' }, ...problems.map(p => this.#problem(p, t))),
      ]));
  }

  // A button where there is an obvious way out.
  #fix(problem, t) {
    const { editor } = this.#app;
    if (editor.readOnly) {
      return null;
    }
    switch (problem.kind) {
      case 'seats-without-category':
        return button(t('Choose a category'), () => {
          this.go(problem);
          this.#app.showPanel('categories');
        });
      case 'without-focus':
        return button(t('Set the focal point'), () => editor.use('focus'));
      case 'without-places':
        return button(t('Draw a row'), () => editor.use('row'));
      default:
        return null;
    }
  }

  #problem(problem, t) {
    const isError = problem.severity === 'error';
    const fix = this.#fix(problem, t);
    return el('li', {},
      el('button', { type: 'button', class: 'designer-problem', onclick: () => this.go(problem) },
        el('span', { class: isError ? 'is-error' : 'is-warning' }, iconOf('warning'), el('span', { class: 'visually-hidden' }, t(isError ? 'Error' : 'Warning'))),
        el('span', {}, problem.text)),
      fix);
  }
}

const seatIndex = (seats, { row, seat }) => (seat === null || seat === undefined ? -1
  : [...seats.row.keys()].findIndex(i => seats.rowNames[seats.row[i]] === row && seats.numbers[i] === seat));

export class Figures {
  #app;
  #panel;

  constructor(panel, app) {
    this.#app = app;
    this.#panel = panel;
    app.editor.addEventListener('change', () => this.draw());
  }

  draw() {
    if (this.#panel.hidden) {
      return;
    }
    const { editor } = this.#app;
    const { model } = editor;
    const t = editor.t.bind(editor);
    const s = statistics(model);
    const table = (title, rows) => el('table', { class: 'table designer-names' },
      el('caption', {}, title),
      el('tbody', {}, ...rows.map(([name, count, color]) => el('tr', {}, el('th', { scope: 'row' }, color ? swatch(color) : null, name), el('td', { class: 'number' }, t('{0}', count))))));
    refill(this.#panel,
      el('h2', {}, t('Figures')),
      el('p', {}, t('{0} places, {1} of them seats', s.places, s.seats)),
      table(t('By category'), [...model.categories.values()].map(c => [c.name, s.byCategory.get(c.key) ?? 0, c.color]).concat(s.byCategory.get(null) ? [[t('No category'), s.byCategory.get(null)]] : [])),
      table(t('By section'), [...model.sections.values()].map(x => [x.name, s.bySection.get(x.key) ?? 0])),
      table(t('By kind'), Object.entries(kindNames).filter(([key]) => s.byKind.has(key)).map(([key, name]) => [t(name), s.byKind.get(key)])));
  }
}

function swatch(color) {
  const mark = el('span', { class: 'designer-swatch' });
  mark.style.backgroundColor = color;
  return mark;
}
