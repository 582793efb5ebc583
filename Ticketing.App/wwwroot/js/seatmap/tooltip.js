// Tooltip of a seat or section, hidden from screen readers: the live region announces the same.

import { el } from './dom.js';

const gap = 14;

export class Tooltip {
  #stage;
  #describer;
  #geometry;
  #state;
  #element;
  #shown = '';

  constructor(stage, geometry, state, describer) {
    this.#stage = stage;
    this.#geometry = geometry;
    this.#state = state;
    this.#describer = describer;
    this.#element = el('div', { class: 'seatmap-tip', 'aria-hidden': 'true', 'data-testid': 'seat-tooltip', hidden: true });
    stage.append(this.#element);
  }

  /** Shows a seat's card above a point, or beside it where there is no room. */
  seat(seat, x, y, radius) {
    const key = `seat ${seat} ${this.#describer.status(seat)}`;
    this.#show(key, x, y, radius, () => this.details(seat));
  }

  /** Elements that describe a seat: its place, price, kind and status. */
  details(seat) {
    const section = this.#geometry.sections[this.#geometry.sectionOf[seat]];
    const row = this.#geometry.rows[this.#geometry.rowOf[seat]];
    const tier = this.#describer.tier(seat);
    const isTaken = !this.#state.isFree(seat) && !this.#state.isOwn(seat) && !this.#state.pending.has(seat);
    const kind = this.#describer.kind(seat);
    const cell = (name, value) => el('div', { class: 'seatmap-tip-cell' }, el('small', {}, name), el('strong', {}, value));
    return [
      el('div', { class: 'seatmap-tip-place' },
        cell(this.#describer.t('Section'), section.name),
        cell(this.#describer.t('Row'), row.name),
        cell(this.#describer.t('Seat'), this.#geometry.numbers[seat])),
      tier && !isTaken ? this.#tierLine(tier, tier.formatted) : null,
      kind ? el('div', { class: 'seatmap-tip-kind' }, kind) : null,
      el('div', { class: isTaken ? 'seatmap-tip-status is-taken' : 'seatmap-tip-status' }, this.#describer.status(seat)),
    ].filter(Boolean);
  }

  section(index, x, y) {
    const key = `section ${index} ${this.#describer.section(index)}`;
    this.#show(key, x, y, 6, () => this.#sectionContent(index));
  }

  hide() {
    this.#element.hidden = true;
    this.#shown = '';
  }

  #show(key, x, y, radius, content) {
    if (this.#shown !== key) {
      this.#element.replaceChildren(...content());
      this.#element.hidden = false;
      this.#shown = key;
    }
    const { offsetWidth: width, offsetHeight: height } = this.#element;
    const left = Math.min(this.#stage.clientWidth - width - 6, Math.max(6, x - width / 2));
    const above = y - radius - gap - height;
    const top = above >= 4 ? above : y + radius + gap;
    this.#element.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }

  #sectionContent(index) {
    const section = this.#geometry.sections[index];
    const sum = this.#state.sums.sections[index];
    const price = this.#describer.price(index);
    return [
      el('div', { class: 'seatmap-tip-title' }, section.name),
      sum.tier >= 0 ? this.#tierLine(this.#state.tiers[sum.tier], price) : null,
      el('div', { class: 'seatmap-tip-status' }, this.#describer.left(index)),
    ].filter(Boolean);
  }

  #tierLine(tier, price) {
    const swatch = el('span', { class: 'seatmap-swatch' });
    swatch.style.backgroundColor = tier.color;
    return el('div', { class: 'seatmap-tip-tier' }, swatch, el('span', {}, tier.name), el('strong', {}, price));
  }
}
