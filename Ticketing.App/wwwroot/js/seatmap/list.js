// The list view: the same seats as buttons, section by section and row by row, from the same state as the canvas.
// A section's rows are built when it is opened, to limit the number of elements with 20,000 seats.

import { el, setText, svg } from './dom.js';
import { labelOf } from './geometry.js';
import { kindSign } from './signs.js';

export class SeatList {
  element;
  #geometry;
  #state;
  #describer;
  #act;
  #sections = [];
  #onlyFree;
  #empty;

  /** act: { toggle(seat), openArea(section) } */
  constructor({ geometry, state, describer }, act) {
    this.#geometry = geometry;
    this.#state = state;
    this.#describer = describer;
    this.#act = act;
    this.#onlyFree = el('input', { type: 'checkbox', 'data-testid': 'only-free', onchange: () => this.update(null) });
    this.#empty = el('p', { class: 'seatmap-list-empty', hidden: true }, describer.t('No seat matches. Choose another price or clear the filter.'));
    this.#sections = geometry.sections.map((section, index) => this.#section(section, index));
    this.element = el('div', { class: 'seatmap-list', 'data-testid': 'seat-list', hidden: true },
      el('label', { class: 'seatmap-list-option' }, this.#onlyFree, el('span', {}, describer.t('Only free seats'))),
      this.#empty,
      ...this.#sections.map(s => s.element));
    this.element.addEventListener('click', event => this.#clicked(event));
    this.element.addEventListener('keydown', event => this.#walk(event));
    this.element.addEventListener('focusout', () => queueMicrotask(() => this.update(null)));
  }

  get isShown() { return !this.element.hidden; }

  /** The seat whose button has the focus, or -1. */
  get focusedSeat() {
    const button = this.element.contains(document.activeElement) ? document.activeElement.closest('button[data-seat]') : null;
    return button ? Number(button.dataset.index) : -1;
  }

  show(isShown) {
    this.element.hidden = !isShown;
    if (isShown) {
      this.update(null);
    }
  }

  /** Updates the visible parts; seats: the changed ones, or null for all. */
  update(seats) {
    if (!this.isShown) {
      return;
    }
    let shown = 0;
    this.#sections.forEach((part, index) => {
      const sum = this.#state.sums.sections[index];
      part.element.hidden = (this.#state.isFiltered || this.#onlyFree.checked) && sum.left === 0 && sum.own === 0
        && !part.element.contains(document.activeElement);
      shown += part.element.hidden ? 0 : 1;
      setText(part.left, this.#describer.left(index));
      setText(part.tier, this.#state.tiers[sum.tier]?.name ?? '');
      setText(part.price, this.#describer.price(index) ?? '');
      setText(part.own, sum.own > 0 ? this.#describer.t('{0} yours', sum.own) : '');
    });
    this.#empty.hidden = shown > 0;
    for (const part of this.#sections.filter(p => p.buttons)) {
      for (const [seat, button] of part.buttons) {
        if (seats === null || seats.includes(seat)) {
          this.#updateSeat(seat, button);
        }
      }
      this.#hideEmptyRows(part);
    }
  }

  /** Focuses a seat, opening its section. */
  focus(seat) {
    const part = this.#sections[this.#geometry.sectionOf[seat]];
    if (part.element.tagName === 'DETAILS') {
      part.element.open = true;
      this.#open(part);
      part.buttons.get(seat)?.focus();
    }
  }

  #section(section, index) {
    const left = el('span', { class: 'seatmap-list-left' });
    const price = el('span', { class: 'seatmap-list-price' });
    const own = el('span', { class: 'seatmap-list-own' });
    const tier = el('small', { class: 'seatmap-list-tier' });
    const head = [el('span', { class: 'seatmap-list-name' }, section.name, tier), own, left, price];
    if (section.area) {
      const button = el('button', { type: 'button', 'data-area': section.name, onclick: () => this.#act.openArea(index) }, this.#describer.t('Choose places'));
      return { left, price, own, tier, element: el('div', { class: 'seatmap-list-section is-area' }, ...head, button) };
    }
    const body = el('div', { class: 'seatmap-list-rows' });
    const part = { index, left, price, own, tier, body, buttons: null };
    part.element = el('details', { class: 'seatmap-list-section', 'data-section': section.name, ontoggle: () => { if (part.element.open) { this.#open(part); } } },
      el('summary', {}, ...head), body);
    return part;
  }

  #open(part) {
    if (part.buttons) {
      return;
    }
    part.buttons = new Map();
    const { rows, numbers } = this.#geometry;
    let group = null, name = null;
    rows.forEach(row => {
      if (row.section !== part.index) {
        return;
      }
      if (row.name !== name) {
        name = row.name;
        const title = this.#describer.t('Row {0}', name);
        group = el('div', { class: 'seatmap-list-seats', role: 'group', 'aria-label': title });
        part.body.append(el('div', { class: 'seatmap-list-row' }, el('span', { class: 'seatmap-list-row-name', 'aria-hidden': 'true' }, title), group));
      } else {
        group.append(el('span', { class: 'seatmap-list-aisle', 'aria-hidden': 'true' }));
      }
      for (let seat = row.first; seat < row.first + row.count; seat++) {
        const button = el('button', { type: 'button', class: 'seatmap-list-seat', 'data-seat': labelOf(this.#geometry, seat), tabindex: group.childElementCount === 0 ? 0 : -1 }, numbers[seat]);
        const sign = kindSign(this.#geometry.kindOf[seat]);
        if (sign.length > 0) {
          button.append(svg('svg', { viewBox: '0 0 20 20', class: 'seatmap-list-sign', 'aria-hidden': 'true' }, ...sign));
        }
        button.dataset.index = seat;
        const tier = this.#describer.tier(seat);
        if (tier) {
          button.style.setProperty('--seat-tier', tier.color);
        }
        part.buttons.set(seat, button);
        this.#updateSeat(seat, button);
        group.append(button);
      }
    });
    this.#hideEmptyRows(part);
  }

  #updateSeat(seat, button) {
    const state = this.#state;
    const isOwn = state.isOwn(seat), isPending = state.pending.has(seat);
    const isOpen = state.isFree(seat) || isOwn || isPending;
    const look = isOwn ? 'own' : isPending ? 'pending' : isOpen ? 'free' : state.status[seat] === 1 ? 'held' : 'sold';
    if (button.dataset.look !== look) {
      button.dataset.look = look;
      button.setAttribute('aria-pressed', String(isOwn));
      button.setAttribute('aria-disabled', String(!isOpen));
    }
    const label = this.#describer.seat(seat);
    if (button.getAttribute('aria-label') !== label) {
      button.setAttribute('aria-label', label);
      button.title = label;
    }
    // A button with the focus stays: hiding it would drop the focus to the page.
    button.hidden = !isOwn && button !== document.activeElement && ((state.isFiltered && !state.passes(seat)) || (this.#onlyFree.checked && !isOpen));
  }

  #hideEmptyRows(part) {
    for (const row of part.body.children) {
      const visible = [...row.querySelectorAll('button')].filter(b => !b.hidden);
      row.hidden = visible.length === 0;
      if (visible.length > 0 && !visible.some(b => b.tabIndex === 0)) {
        visible[0].tabIndex = 0;
      }
    }
  }

  #clicked(event) {
    const button = event.target.closest('button[data-seat]');
    if (button) {
      this.#rove(button);
      this.#act.toggle(Number(button.dataset.index));
    }
  }

  // One tab stop per row; arrows move inside it and to the rows above and below.
  #walk(event) {
    const button = event.target.closest('button[data-seat]');
    const target = button && this.#neighbour(button, event.key);
    if (target) {
      event.preventDefault();
      this.#rove(target);
      target.focus();
    }
  }

  #neighbour(button, key) {
    const row = button.closest('.seatmap-list-row');
    const seats = visibleSeats(row), at = seats.indexOf(button);
    switch (key) {
      case 'ArrowRight': return seats[at + 1];
      case 'ArrowLeft': return seats[at - 1];
      case 'Home': return seats[0];
      case 'End': return seats.at(-1);
      case 'ArrowDown':
      case 'ArrowUp': {
        let other = row;
        do {
          other = key === 'ArrowDown' ? other.nextElementSibling : other.previousElementSibling;
        } while (other?.hidden);
        const others = other ? visibleSeats(other) : [];
        return others[Math.min(at, others.length - 1)];
      }
      default: return null;
    }
  }

  #rove(button) {
    for (const other of button.closest('.seatmap-list-row').querySelectorAll('button[tabindex="0"]')) {
      other.tabIndex = -1;
    }
    button.tabIndex = 0;
  }
}

const visibleSeats = row => [...row.querySelectorAll('button[data-seat]:not([hidden])')];
