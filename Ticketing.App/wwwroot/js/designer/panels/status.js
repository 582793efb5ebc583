// The bar at the bottom: places, selection, pointer, zoom; and the live region for screen readers.

import { el, setText } from '../../seatmap/dom.js';
import { isSeated } from '../core/objects.js';
import { statistics } from '../core/statistics.js';
import { button } from './fields.js';

export class Status {
  #app;
  #places = el('span', { class: 'number' });
  #chosen = el('span');
  #pointer = el('span', { class: 'number designer-pointer', 'aria-hidden': 'true' });
  #zoom = el('span', { class: 'number', 'aria-hidden': 'true' });
  #live = el('div', { class: 'visually-hidden', role: 'status', 'aria-live': 'polite', 'data-testid': 'designer-live' });

  constructor(bar, app) {
    this.#app = app;
    const { editor } = app;
    const act = (id, icon) => button('', () => app.run(id), { icon, quiet: true, label: editor.t(app.command(id).name) });
    bar.append(this.#places, this.#chosen, el('span', { class: 'designer-room' }), this.#pointer, act('zoom-out', 'minus'), this.#zoom, act('zoom-in', 'plus'), act('zoom-all', 'fit'), this.#live);
    editor.addEventListener('change', () => {
      this.#count();
      this.#select(false);
    });
    editor.addEventListener('selection', () => this.#select(true));
    editor.addEventListener('say', e => this.#say(e.detail));
    app.view.onMoved = () => this.#move();
    this.#count();
    this.#move();
  }

  #count() {
    const { editor } = this.#app;
    setText(this.#places, editor.t('{0} places', statistics(editor.model).places));
  }

  // "Row C, 24 seats, Stalls, 3 of 40 selected"
  #select(isSaid) {
    const { editor } = this.#app;
    const t = editor.t.bind(editor);
    const objects = editor.selected;
    let text = '';
    if (editor.entered !== null && editor.seats.size > 0) {
      const seats = editor.model.seats(editor.enteredObject);
      const [i] = [...editor.seats].slice(-1);
      const category = editor.model.categories.get(seats.category[i])?.name ?? t('No category');
      text = [t('Row {0}, seat {1}', seats.rowNames[seats.row[i]], seats.numbers[i]), category, seats.removed[i] ? t('Taken out') : null, editor.seats.size > 1 ? t('{0} seats', editor.seats.size) : null].filter(Boolean).join(', ');
    } else if (objects.length === 1) {
      const [o] = objects;
      text = [this.#app.describe(o), isSeated(o) ? t('{0} seats', editor.model.seats(o).left) : null, editor.model.sections.get(o.section)?.name, editor.model.categories.get(o.category)?.name].filter(Boolean).join(', ');
    } else if (objects.length > 1) {
      const seats = objects.filter(isSeated).reduce((sum, o) => sum + editor.model.seats(o).left, 0);
      text = `${t('{0} of {1} selected', objects.length, editor.model.objects.size)}, ${t('{0} seats', seats)}`;
    }
    setText(this.#chosen, text);
    if (text && isSaid) {
      this.#say(text);
    }
  }

  #say(text) { setText(this.#live, text); }

  #move() {
    const { view } = this.#app;
    const at = view.overlay.pointer;
    setText(this.#pointer, at ? `${(view.camera.worldX(at.x) / 100).toFixed(2)} · ${(view.camera.worldY(at.y) / 100).toFixed(2)} m` : '');
    setText(this.#zoom, `${Math.round(view.camera.scale * 100)} %`);
  }
}
