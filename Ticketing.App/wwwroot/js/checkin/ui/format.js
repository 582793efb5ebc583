// Times and places in words.

export class Format {
  #language;
  #formats = new Map();

  constructor(language) {
    this.#language = language;
  }

  time(at, timeZone) { return this.#format({ hour: '2-digit', minute: '2-digit', timeZone }, at); }

  dateTime(at, timeZone) { return this.#format({ weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZone }, at); }

  /** With the day, unless it is today's. */
  when(at, now, timeZone) {
    const day = { year: 'numeric', month: 'numeric', day: 'numeric', timeZone };
    return this.#format(day, at) === this.#format(day, now) ? this.time(at, timeZone) : this.dateTime(at, timeZone);
  }

  number(value) { return this.#of('number', () => new Intl.NumberFormat(this.#language)).format(value); }

  list(values) { return new Intl.ListFormat(this.#language, { type: 'disjunction' }).format(values); }

  #format(options, at) { return this.#of(JSON.stringify(options), () => new Intl.DateTimeFormat(this.#language, options)).format(at); }

  #of(key, make) {
    if (!this.#formats.has(key)) {
      this.#formats.set(key, make());
    }
    return this.#formats.get(key);
  }
}

/** "Stalls, row 12, seat 4". */
export function placeText(place, t) {
  if (place === null) {
    return null;
  }
  return place.seat === null ? place.section : place.row ? t('{0}, row {1}, seat {2}', place.section, place.row, place.seat) : t('{0}, seat {1}', place.section, place.seat);
}
