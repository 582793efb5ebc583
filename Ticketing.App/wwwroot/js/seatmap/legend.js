// Legend: prices as filter buttons, and the meaning of the seat signs.

import { el, icon, setText, svg } from './dom.js';
import { Kind } from './geometry.js';
import { kindSign } from './signs.js';

export class Legend {
  element;
  #state;
  #describer;
  #chips;
  #accessible = null;

  constructor(geometry, state, describer) {
    this.#state = state;
    this.#describer = describer;
    this.#chips = state.tiers.map(tier => this.#chip(tier));
    const kinds = new Set(geometry.kindOf);
    if (kinds.has(Kind.wheelchair) || kinds.has(Kind.companion)) {
      this.#accessible = this.#accessibleChip();
    }
    this.element = el('div', { class: 'seatmap-legend' },
      el('div', { class: 'seatmap-chips', role: 'group', 'aria-label': describer.t('Show only') },
        ...this.#chips.map(c => c.button), this.#accessible),
      this.#key(kinds));
    state.addEventListener('filter', () => this.update());
    this.update();
  }

  update() {
    const { tierFilter, accessibleOnly, sums } = this.#state;
    this.#chips.forEach((chip, index) => {
      const isOn = tierFilter?.has(chip.tier.ordinal) ?? false;
      chip.button.setAttribute('aria-pressed', String(isOn));
      chip.button.classList.toggle('is-dimmed', tierFilter !== null && !isOn);
      const left = sums.leftByTier[index];
      chip.button.classList.toggle('is-sold-out', left === 0);
      setText(chip.left, chip.tier.closed ? chip.tier.closed : left === 0 ? this.#describer.t('Sold out') : this.#describer.t('{0} left', left));
    });
    this.#accessible?.setAttribute('aria-pressed', String(accessibleOnly));
  }

  #chip(tier) {
    const swatch = el('span', { class: 'seatmap-swatch' });
    swatch.style.backgroundColor = tier.color;
    const left = el('small', { class: 'seatmap-chip-left' });
    const button = el('button', {
      type: 'button',
      class: 'seatmap-chip',
      'aria-pressed': 'false',
      'data-testid': 'tier-filter',
      'data-tier': tier.ordinal,
      title: tier.name,
      onclick: () => this.#toggle(tier.ordinal),
    }, swatch, el('span', { class: 'seatmap-chip-name' }, tier.name), el('strong', {}, tier.formatted), left);
    return { tier, button, left };
  }

  #accessibleChip() {
    return el('button', {
      type: 'button',
      class: 'seatmap-chip',
      'aria-pressed': 'false',
      'data-testid': 'wheelchair-filter',
      onclick: () => this.#state.setAccessibleOnly(!this.#state.accessibleOnly),
    }, icon('M9 4.2a1.3 1.3 0 1 0-.01 0', 'M9 6.5v5h4.2l1.8 4', 'M9 8.4h3.4', 'M6.6 9.6a4.3 4.3 0 1 0 5.9 5.2'),
    el('span', { class: 'seatmap-chip-name' }, this.#describer.t('Wheelchair and companion')));
  }

  #toggle(ordinal) {
    const chosen = new Set(this.#state.tierFilter ?? []);
    if (!chosen.delete(ordinal)) {
      chosen.add(ordinal);
    }
    this.#state.setTierFilter(chosen.size === this.#state.tiers.length ? null : [...chosen]);
  }

  #key(kinds) {
    const t = text => this.#describer.t(text);
    const circle = (r, className) => svg('circle', { cx: 10, cy: 10, r, class: className });
    const entry = (text, ...shapes) => el('li', {}, svg('svg', { viewBox: '0 0 20 20', 'aria-hidden': 'true' }, ...shapes), el('span', {}, text));
    const key = el('ul', { class: 'seatmap-key' },
      entry(t('Yours'), circle(8.5, 'key-own'), svg('path', { d: 'M6.2 10.4l2.6 2.6 5-5.6', class: 'key-own-mark' })),
      entry(t('In a basket'), circle(7.5, 'key-held'), svg('path', { d: 'M5 12l7-7M6.5 15.5l9-9M3.5 9.5l5-5', class: 'key-stripes' })),
      entry(t('Taken'), circle(3.4, 'key-sold')),
      ...[[Kind.wheelchair, 'Wheelchair place'], [Kind.companion, 'Companion seat'], [Kind.restricted, 'Restricted view']]
        .filter(([kind]) => kinds.has(kind))
        .map(([kind, text]) => entry(t(text), ...kindSign(kind))));
    // On phones it is one line that scrolls, also by keyboard.
    new ResizeObserver(() => {
      if (key.scrollWidth > key.clientWidth) {
        key.tabIndex = 0;
      } else {
        key.removeAttribute('tabindex');
      }
    }).observe(key);
    return key;
  }
}
