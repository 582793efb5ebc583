// Details of a tapped seat with the button that takes or returns it: fingers have no hover, so a tap alone holds nothing unseen.

import { el, setText } from './dom.js';

export class SeatCard {
  /** The seat that is shown, or -1. */
  seat = -1;

  #state;
  #describer;
  #details;
  #body;
  #button;
  #element;

  /** details(seat): elements that describe a seat. confirm(seat): takes or returns it. */
  constructor(stage, { state, describer }, details, confirm) {
    this.#state = state;
    this.#describer = describer;
    this.#details = details;
    this.#body = el('div', { class: 'seatmap-card-body' });
    this.#button = el('button', { type: 'button', class: 'button button-primary', 'data-testid': 'seat-card-confirm', onclick: () => confirm(this.seat) });
    this.#element = el('div', { class: 'seatmap-card', role: 'group', 'data-testid': 'seat-card', hidden: true }, this.#body, this.#button);
    stage.append(this.#element);
  }

  /** canSelect: whether a free seat can be taken now. */
  show(seat, canSelect) {
    const isOwn = this.#state.isOwn(seat);
    this.seat = seat;
    this.#element.setAttribute('aria-label', this.#describer.place(seat));
    this.#body.replaceChildren(...this.#details(seat));
    setText(this.#button, this.#describer.t(isOwn ? 'Give it back' : 'Take this seat'));
    this.#button.hidden = this.#state.pending.has(seat) || !(isOwn || (canSelect && this.#state.isFree(seat)));
    this.#element.hidden = false;
  }

  hide() {
    this.seat = -1;
    this.#element.hidden = true;
  }
}
