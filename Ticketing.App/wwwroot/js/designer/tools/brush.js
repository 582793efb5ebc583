// Brushes: paint categories or kinds on seats, rows, objects or sections, or take seats out. A stroke is one step.

import { css } from '../../seatmap/theme.js';
import { change } from '../core/changes.js';
import { isSeated } from '../core/objects.js';
import { withSeats } from '../core/overrides.js';

const titles = { category: 'Paint a category', kind: 'Paint a kind of seat', erase: 'Take seats out' };

export class BrushTool {
  cursor = 'crosshair';
  #editor;
  #view;
  #hits;
  #mode;
  #painted = new Map(); // id → object as painted so far
  #seats = new Map();   // id → indexes of this stroke
  #at = null;
  #erases = true;

  constructor({ editor, view, hits }, mode) {
    this.#editor = editor;
    this.#view = view;
    this.#hits = hits;
    this.#mode = mode;
  }

  hover(p) { this.#at = p; }

  click(p) {
    this.down(p);
    this.up();
  }

  down(p) {
    this.#painted = new Map();
    this.#seats = new Map();
    const hit = this.#seatAt(p);
    this.#erases = hit === null || this.#editor.model.seats(hit.object).removed[hit.seat] === 0;
    this.#dab(p);
  }

  drag(p) {
    // Between two events the pointer may pass several seats.
    const from = this.#at ?? p;
    const steps = Math.max(1, Math.ceil(Math.hypot(p.x - from.x, p.y - from.y) / Math.max(3, this.#editor.model.seatRadius / p.perPixel)));
    for (let i = 1; i <= steps; i++) {
      this.#dab({ ...p, at: [from.at[0] + ((p.at[0] - from.at[0]) * i) / steps, from.at[1] + ((p.at[1] - from.at[1]) * i) / steps] });
    }
    this.#at = p;
  }

  up() {
    const painted = [...this.#painted.values()];
    this.#painted = new Map();
    this.#editor.replace(titles[this.#mode], painted);
  }

  cancel() {
    this.#painted = new Map();
    this.#editor.show(null);
  }

  /** Paints the selected objects or seats: the keyboard's way. */
  insert() {
    const { editor } = this;
    const patch = this.#patch();
    if (patch === null) {
      return;
    }
    const o = editor.enteredObject;
    const results = o && editor.seats.size > 0
      ? [withSeats(o, editor.model.seatRadius, [...editor.seats], patch)]
      : editor.movable.filter(s => isSeated(s) || (s.type === 'area' && this.#mode === 'category')).map(s => this.#whole(s, patch));
    editor.replace(titles[this.#mode], results);
  }

  get editor() { return this.#editor; }

  #whole(o, patch) {
    return o.type === 'area' ? { ...o, category: patch.category } : withSeats(o, this.#editor.model.seatRadius, [...this.#editor.model.seats(o).seat.keys()], patch);
  }

  #patch() {
    const { category, kind } = this.#editor.options;
    if (this.#mode === 'category') {
      if (category === null) {
        this.#editor.say(this.#editor.t('There is no category yet.'));
        return null;
      }
      return { category };
    }
    return this.#mode === 'kind' ? { kind } : { removed: this.#erases ? true : null };
  }

  #seatAt(p) { return this.#hits.seat(p.at, Math.max(this.#editor.model.seatRadius * 1.15, 7 * p.perPixel), this.#mode === 'erase'); }

  #dab(p) {
    const { editor } = this;
    const patch = editor.readOnly ? null : this.#patch();
    const hit = this.#seatAt(p);
    if (patch === null || (hit?.object.locked ?? false)) {
      return;
    }
    if (hit) {
      for (const [o, seats] of this.#reached(hit)) {
        this.#paint(o, seats, patch);
      }
    } else if (this.#mode === 'category') {
      const area = this.#hits.object(p.at, 0);
      if (area?.type === 'area') {
        this.#painted.set(area.id, { ...area, category: patch.category });
      }
    }
    if (this.#painted.size > 0) {
      editor.show([...this.#painted.values()]);
    }
  }

  #paint(o, seats, patch) {
    const done = this.#seats.get(o.id) ?? new Set();
    const fresh = seats.filter(i => !done.has(i));
    if (fresh.length > 0) {
      fresh.forEach(i => done.add(i));
      this.#seats.set(o.id, done);
      this.#painted.set(o.id, withSeats(this.#painted.get(o.id) ?? o, this.#editor.model.seatRadius, fresh, patch));
    }
  }

  // The seats that a dab reaches: one, its row, its object, its section.
  #reached({ object: o, seat }) {
    const { model, options } = this.#editor;
    const all = of => [...model.seats(of).seat.keys()];
    switch (options.reach) {
      case 'row': return [[o, all(o).filter(i => model.seats(o).row[i] === model.seats(o).row[seat])]];
      case 'object': return [[o, all(o)]];
      case 'section': return [...model.objects.values()].filter(other => isSeated(other) && other.section === o.section && !other.locked).map(other => [other, all(other)]);
      default: return [[o, [seat]]];
    }
  }

  draw(ctx, view, theme) {
    const at = view.camera && this.#view.overlay.pointer;
    if (at) {
      ctx.beginPath();
      ctx.arc(at.x, at.y, Math.max(7, this.#editor.model.seatRadius * view.scale * 1.15), 0, 6.2832);
      ctx.lineWidth = 2;
      const category = this.#editor.model.categories.get(this.#editor.options.category);
      ctx.strokeStyle = this.#mode === 'category' && category ? category.color : css(theme.focus);
      ctx.stroke();
    }
  }
}

/** A new category, with a colour that the others do not have. */
export function newCategory(editor) {
  const colours = ['#5b8def', '#e0704f', '#3f9c6b', '#a468d1', '#d9a441', '#2f9fae', '#c4577f', '#7a8a3c', '#8f6b4e', '#6d7791'];
  const used = new Set([...editor.model.categories.values()].map(c => c.color.toLowerCase()));
  const key = editor.newKey('category');
  const color = colours.find(c => !used.has(c)) ?? colours[editor.model.categories.size % colours.length];
  editor.options.category = key;
  editor.commit('Add a category', [change('category', key, null, { key, name: `${editor.t('Category')} ${editor.model.categories.size + 1}`, color })]);
}
