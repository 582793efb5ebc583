// Details of a tapped seat with the button that takes or returns it: fingers have no hover, so a tap alone holds nothing unseen.

import { el, setText } from './dom.js';

export class SeatCard {
  /** The seat that is shown, or -1. */
  seat = -1;

  #state;
  #describer;
  #map;
  #act;
  #body;
  #button;
  #element;

  /** act: { canSelect(), details(seat): elements, toggle(seat), say(text) } */
  constructor(stage, { state, describer }, map, act) {
    this.#state = state;
    this.#describer = describer;
    this.#map = map;
    this.#act = act;
    this.#body = el('div', { class: 'seatmap-card-body' });
    this.#button = el('button', { type: 'button', class: 'button button-primary', 'data-testid': 'seat-card-confirm', onclick: () => this.#confirm() });
    this.#element = el('div', { class: 'seatmap-card', role: 'group', 'data-testid': 'seat-card', hidden: true }, this.#body, this.#button);
    stage.append(this.#element);
  }

  /** The first tap of a finger shows a seat, the second one or the button takes it. */
  tap(seat) {
    if (this.seat === seat) {
      this.#confirm();
      return;
    }
    this.#mark(seat);
    this.refresh();
    this.#element.hidden = false;
    this.#act.say(this.#describer.seat(seat));
  }

  /** Shows the present state of the seat. */
  refresh() {
    const { seat } = this;
    const isOwn = this.#state.isOwn(seat);
    this.#element.setAttribute('aria-label', this.#describer.place(seat));
    this.#body.replaceChildren(...this.#act.details(seat));
    setText(this.#button, this.#describer.t(isOwn ? 'Give it back' : 'Take this seat'));
    this.#button.hidden = this.#state.pending.has(seat) || !(isOwn || (this.#act.canSelect() && this.#state.isFree(seat)));
  }

  close() {
    this.#element.hidden = true;
    this.#mark(-1);
  }

  async #confirm() {
    const { seat } = this;
    await this.#act.toggle(seat);
    if (this.seat === seat) {
      this.close();
      this.#map.element.focus({ preventScroll: true });
    }
  }

  #mark(seat) {
    this.seat = seat;
    this.#map.overlay.tappedSeat = seat;
    this.#map.invalidate();
  }
}
