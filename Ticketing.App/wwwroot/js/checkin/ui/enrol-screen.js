// First start: the organizer's link or QR code makes this phone a device of the door.

import { el } from '../../seatmap/dom.js';
import { Camera } from '../camera/camera.js';
import { Reader } from '../camera/reader.js';
import { enrol, tokenOf } from '../sync/enrol.js';
import { button, field, icon, page } from './parts.js';

export class EnrolScreen {
  element;

  #app;
  #body = el('div', { class: 'stack' });
  #camera = null;
  #reader = null;

  constructor(app, token) {
    this.#app = app;
    const { t } = app;
    this.element = page({ title: t('Check-in'), lead: t('Scan tickets at the door, with or without a connection.') }, this.#body);
    if (token === null) {
      this.#ask();
    } else {
      this.#confirm(token);
    }
  }

  dispose() {
    this.#reader?.dispose();
    this.#camera?.stop();
  }

  #ask(problem = null) {
    const { t } = this.#app;
    const input = el('input', { class: 'input', type: 'text', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' });
    const video = el('video', { playsinline: true, 'aria-label': t('Camera picture') });
    video.muted = true;
    const viewer = el('div', { class: 'checkin-camera is-small', hidden: true }, video, el('div', { class: 'checkin-frame', 'aria-hidden': 'true' }));
    const scan = button(t('Scan the QR code'), async () => {
      viewer.hidden = false;
      scan.hidden = true;
      this.#camera = new Camera(video);
      this.#reader = new Reader(this.#camera, text => tokenOf(text) !== null && this.#confirm(tokenOf(text)));
      await this.#camera.start();
      this.#reader.start();
      if (this.#camera.state !== 'on') {
        this.#ask(t('The camera cannot be used. Open the link, or paste it here.'));
      }
    }, { kind: 'button-primary button-large button-block', iconName: 'camera' });
    this.#show(
      problem === null ? null : el('p', { class: 'notice notice-danger', role: 'alert' }, problem),
      el('div', { class: 'card stack' },
        el('p', {}, t('The organizer makes a device and shows you its QR code or sends you its link. Each is used once.')),
        viewer, scan,
        el('form', { class: 'form', onsubmit: event => {
          event.preventDefault();
          const token = tokenOf(input.value);
          if (token === null) {
            this.#ask(t('This is no link of a device. Ask the organizer for a new one.'));
          } else {
            this.#confirm(token);
          }
        } }, field(t('Or paste the link'), input), el('button', { type: 'submit', class: 'button' }, t('Continue')))));
  }

  #confirm(token) {
    this.dispose();
    const { t, device } = this.#app;
    if (device.identity !== null && device.end === null) {
      this.#show(el('div', { class: 'card stack' },
        el('p', {}, t('This device is already set up as “{0}”. Setting it up anew removes what is stored on it.', device.info.name)),
        device.queue.unsent > 0 ? el('p', { class: 'notice notice-warning' }, t('Unsent scans: {0}. Wait until they are sent.', device.queue.unsent)) : null,
        el('div', { class: 'form-actions' },
          button(t('Set up anew'), async () => {
            await device.wipe('asked');
            await device.forget();
            this.#enrol(token);
          }, { kind: 'button-danger', disabled: device.queue.unsent > 0 }),
          button(t('Keep it'), () => this.#app.begin(), { kind: 'button-quiet' }))));
      return;
    }
    this.#show(el('div', { class: 'card stack' },
      el('p', {}, t('This phone becomes a device of the door. It keeps the list of tickets and works offline; the organizer can end it at any time.')),
      button(t('Set up this device'), () => this.#enrol(token), { kind: 'button-primary button-large button-block', iconName: 'phone' })));
  }

  async #enrol(token) {
    const { t, database, device } = this.#app;
    this.#show(el('p', { class: 'checkin-busy', role: 'status' }, t('The device is being set up …')));
    const { status } = await enrol({ database, clock: device.clock, token });
    if (status === 'enrolled') {
      history.replaceState(null, '', '/checkin/');
      await this.#app.reopen({ fresh: true });
    } else if (status === 'unknown') {
      this.#ask(t('This link was used, is expired or is not complete. Ask the organizer for a new one.'));
    } else {
      this.#show(
        el('p', { class: 'notice notice-danger', role: 'alert' }, status === 'offline' ? t('There is no connection. Setting up needs one; scanning does not.') : t('The server could not answer. Try again in a moment.')),
        button(t('Try again'), () => this.#enrol(token), { kind: 'button-primary button-block' }));
    }
  }

  #show(...children) {
    this.#body.replaceChildren(...children.filter(Boolean));
  }
}

/** Revoked, expired or wiped: nothing is left but scans that wait to be sent. */
export function endedScreen(app) {
  const { t, device } = app;
  const { why, organization } = device.end;
  const unsent = el('div', { class: 'stack' });
  const draw = () => {
    const count = device.queue.records.filter(record => record.status !== 'taken').length;
    unsent.replaceChildren(...(count === 0
      ? [el('p', {}, t('All scans were sent. Nothing is left on this device.'))]
      : [
        el('p', { class: 'notice notice-warning' }, t('Unsent scans: {0}. They are kept without names and sent as soon as the server takes them.', count)),
        button(t('Save them as a file'), () => {
          const link = el('a', { href: URL.createObjectURL(device.unsentFile()), download: 'scans.json' });
          link.click();
          setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
        }, { iconName: 'down' }),
      ]));
  };
  draw();
  const texts = {
    revoked: [t('This device was ended'), t('{0} has ended this device. The list of tickets was removed from it.', organization ?? t('The organizer'))],
    expired: [t('This device has expired'), t('Its time is over. The list of tickets was removed from it.')],
    pin: [t('Too many wrong PINs'), t('The list of tickets was removed from this device.')],
    asked: [t('This device was removed'), t('The list of tickets was removed from it.')],
  };
  const [title, lead] = texts[why] ?? texts.asked;
  const element = page({ title, lead }, el('div', { class: 'card stack' }, icon('shield', 'checkin-large'), unsent),
    button(t('Set up anew'), async () => {
      if (device.queue.unsent === 0 || await app.confirm(t('Give up unsent scans?'), t('Scans that were never sent: {0}. They cannot be brought back.', device.queue.unsent), t('Give them up'), 'button-danger')) {
        await device.forget();
        await app.reopen();
      }
    }, { kind: 'button-quiet' }));
  return { element, refresh: draw };
}
