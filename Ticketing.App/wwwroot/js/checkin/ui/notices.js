// What the app says by itself: read aloud, shown for a moment, or until it is put away.

import { el, setText } from '../../seatmap/dom.js';
import { button, icon } from './parts.js';

const toastMilliseconds = 6000;

export class Notices {
  element = el('div', { class: 'checkin-notices' });
  live = el('p', { class: 'visually-hidden', role: 'status' });
  overlay = el('div', { class: 'checkin-overlay', role: 'status', hidden: true });

  #app;

  constructor(app) {
    this.#app = app;
  }

  /** Read aloud, not shown. */
  say(text) { setText(this.live, text); }

  /** A short notice that goes by itself. */
  notify(text) {
    const toast = el('p', { class: 'checkin-toast', role: 'status' }, text);
    this.element.append(toast);
    setTimeout(() => toast.remove(), toastMilliseconds);
  }

  /** Covers the screen while something loads; null: no more. */
  busy(text) {
    this.overlay.hidden = text === null;
    this.overlay.replaceChildren(text === null ? '' : el('p', { class: 'checkin-busy' }, text));
  }

  /** A message of the organizer, until it is put away. */
  announce({ id, text, at }) {
    const { device, feedback, format, t } = this.#app;
    device.sync.shown(id);
    feedback.give('notice');
    const banner = el('div', { class: 'checkin-announcement', role: 'alert' }, icon('sound'),
      el('p', {}, el('strong', {}, text), ' ', el('span', { class: 'muted' }, format.time(at, device.performance?.timeZone))),
      button(t('Got it'), () => banner.remove(), { kind: 'button-small' }));
    this.element.append(banner);
  }

  offerUpdate(apply) {
    const { t } = this.#app;
    if (this.element.querySelector('.checkin-update') !== null) {
      return;
    }
    const banner = el('div', { class: 'checkin-announcement checkin-update', role: 'status' }, icon('down'),
      el('p', {}, t('A new version is ready. It is taken into use when nobody is being scanned.')),
      button(t('Now'), apply, { kind: 'button-small' }),
      button(t('Later'), () => banner.remove(), { kind: 'button-small button-quiet' }));
    this.element.append(banner);
  }
}
