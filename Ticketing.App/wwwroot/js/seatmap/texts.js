// Texts of the map. The English text is the key; the page passes the translations.

export class Texts {
  #translations;
  #number;

  constructor(translations, locale) {
    this.#translations = translations ?? {};
    this.#number = new Intl.NumberFormat(locale || undefined);
  }

  /** A text with its {0}, {1} … filled in; numbers are formatted by locale. */
  t(key, ...values) {
    const text = this.#translations[key] ?? key;
    return text.replace(/\{(\d)\}/g, (_, n) => {
      const value = values[Number(n)];
      return typeof value === 'number' ? this.#number.format(value) : value ?? '';
    });
  }
}

const kindTexts = [null, 'Wheelchair place', 'Companion seat', 'Restricted view'];

/** Describes seats and sections for tooltips, lists and screen readers. */
export class Describer {
  #geometry;
  #state;
  #texts;

  constructor(geometry, state, texts) {
    this.#geometry = geometry;
    this.#state = state;
    this.#texts = texts;
  }

  t(key, ...values) { return this.#texts.t(key, ...values); }

  tier(seat) { return this.#state.tiers[this.#state.tierOf[seat]] ?? null; }

  kind(seat) {
    const text = kindTexts[seat < this.#geometry.placed ? this.#geometry.kindOf[seat] : 0];
    return text ? this.t(text) : null;
  }

  status(seat) {
    if (this.#state.isOwn(seat)) { return this.t('Your seat'); }
    if (this.#state.pending.has(seat)) { return this.t('One moment…'); }
    if (this.#state.isFree(seat)) { return this.t('Available'); }
    const closed = this.#state.closedText(seat);
    if (closed !== null) { return closed; }
    return this.#state.status[seat] === 1 ? this.t('In somebody’s basket') : this.t('Not available');
  }

  place(seat) {
    const section = this.#geometry.sections[this.#geometry.sectionOf[seat]];
    if (section.area) {
      return section.name;
    }
    const row = this.#geometry.rows[this.#geometry.rowOf[seat]];
    return this.t('{0}, row {1}, seat {2}', section.name, row.name, this.#geometry.numbers[seat]);
  }

  /** The whole seat in one sentence. */
  seat(seat) {
    const tier = this.tier(seat);
    return [this.place(seat), tier?.name, tier?.formatted, this.kind(seat), this.status(seat)].filter(Boolean).join(', ');
  }

  left(index) {
    const { left, free, closed } = this.#state.sums.sections[index];
    if (left > 0) {
      return this.t('{0} left', left);
    }
    if (free === 0 && closed !== null) {
      return closed;
    }
    return this.t(free === 0 ? 'Sold out' : this.#state.tierFilter ? 'Other price' : 'None left');
  }

  /** Lowest available price in a section, with "from" if there are several. */
  price(index) {
    const { cheapest, tier } = this.#state.sums.sections[index];
    if (cheapest < 0) {
      return null;
    }
    const price = this.#state.tiers[cheapest].formatted;
    return cheapest === tier ? price : this.t('from {0}', price);
  }

  section(index) {
    const section = this.#geometry.sections[index];
    const own = this.#state.sums.sections[index].own;
    return [
      section.name,
      section.area ? this.t(section.area.kind === 'standing' ? 'Standing' : 'Free seating') : null,
      this.left(index),
      this.price(index),
      own > 0 ? this.t('{0} yours', own) : null,
    ].filter(Boolean).join(', ');
  }
}
