// The strip at the top: date and gate, connection, what is unsent.

import { el, setText } from '../../seatmap/dom.js';
import { icon, iconButton } from './parts.js';

export class Status {
  element;

  #app;
  #gate = el('strong', {});
  #title = el('span', {});
  #connection = el('span', { class: 'badge' });

  constructor(app) {
    this.#app = app;
    const { t } = app;
    this.element = el('header', { class: 'checkin-bar' },
      el('button', { type: 'button', class: 'checkin-where', title: t('Choose date and gate'), onclick: () => app.show('choose') }, icon('door'), el('span', {}, this.#gate, this.#title)),
      el('button', { type: 'button', class: 'checkin-connection', title: t('Sync now'), onclick: () => app.device.sync.online() }, this.#connection),
      iconButton('menu', t('Settings'), () => app.show('settings')));
    this.refresh();
  }

  refresh() {
    const { device, t, format } = this.#app;
    const { performance, gate } = device;
    setText(this.#gate, gate?.name ?? t('No gate'));
    setText(this.#title, performance === null ? '' : `${performance.title}, ${format.dateTime(performance.startsAt, performance.timeZone)}`);
    const unsent = device.queue.unsent;
    const text = device.sync.isOnline && unsent === 0 ? t('Online')
      : unsent > 0 ? t('{0} unsent', unsent)
        : this.#offlineText(device, performance);
    setText(this.#connection, text);
    this.#connection.className = `badge ${device.sync.isOnline ? (unsent > 0 ? 'badge-info' : 'badge-success') : 'badge-warning'}`;
  }

  #offlineText(device, performance) {
    const { at } = device.counters();
    return at === null ? this.#app.t('Offline') : this.#app.t('As of {0}', this.#app.format.time(at, performance?.timeZone));
  }
}
