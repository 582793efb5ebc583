// The screen at the gate: camera, direction, counters, and what a thumb reaches.

import { el, setText } from '../../seatmap/dom.js';
import { Camera } from '../camera/camera.js';
import { Reader } from '../camera/reader.js';
import { button, icon, iconButton, segmented } from './parts.js';
import { Status } from './status.js';

const almostFull = 0.95;

export class ScanScreen {
  element;

  #app;
  #kiosk; // as it was laid out
  #status;
  #camera;
  #reader;
  #parts;

  constructor(app) {
    this.#app = app;
    this.#kiosk = app.kiosk;
    const { t } = app;
    this.#status = new Status(app);
    const video = el('video', { playsinline: true, muted: true, 'aria-label': t('Camera picture') });
    video.muted = true;
    this.#camera = new Camera(video);
    this.#reader = new Reader(this.#camera, text => app.scan(text, this.#kiosk ? 'kiosk' : 'code'));
    this.#parts = {
      video,
      message: el('div', { class: 'checkin-camera-message' }),
      torch: iconButton('torch', t('Torch'), () => this.#camera.setTorch(!this.#camera.torch)),
      flip: iconButton('flip', t('Other camera'), () => this.#flip()),
      zoom: el('input', { type: 'range', 'aria-label': t('Zoom'), oninput: event => this.#camera.setZoom(Number(event.target.value)) }),
      counters: Object.fromEntries(['inside', 'gate', 'left', 'today', 'unsent'].map(name => [name, el('dd', {})])),
      meter: el('div', { class: 'checkin-meter', hidden: true }, el('div', {})),
      asOf: el('p', { class: 'checkin-as-of' }),
      conflicts: el('span', { class: 'checkin-count', hidden: true }),
      direction: el('div', { class: 'checkin-direction' }),
      notice: el('div', { class: 'notice notice-warning', role: 'status', hidden: true }),
    };
    this.#layOut();
    this.#drawDirection();
    this.#camera.addEventListener('state', () => this.#drawCamera());
    this.#drawCamera();
    this.refresh();
    if (app.wantsCamera) {
      this.wake();
    }
  }

  /** Starts the camera, if it is off. */
  wake() {
    if (this.#camera.state !== 'on' && this.#camera.state !== 'starting') {
      this.#app.wantsCamera = true;
      this.#camera.start(this.#kiosk ? 'user' : this.#app.device.settings.camera);
    }
  }

  /** While a verdict is shown, the camera goes on and nothing is read. */
  pause(isPaused) {
    if (isPaused) {
      this.#reader.stop();
    } else if (this.#camera.state === 'on') {
      this.#reader.start();
    }
  }

  hidden(isHidden) {
    if (isHidden) {
      this.#camera.stop();
    } else if (this.#app.wantsCamera) {
      this.wake();
    }
  }

  dispose() {
    this.#reader.dispose();
    this.#camera.stop();
    this.#app.wakeLock.set(false);
  }

  refresh() {
    const { device, t, format } = this.#app;
    if (this.#kiosk) {
      return; // nothing is counted before guests
    }
    this.#status.refresh();
    const counters = device.counters();
    const { counters: shown, meter, asOf, conflicts, notice } = this.#parts;
    setText(shown.inside, counters.capacity === null ? format.number(counters.inside) : t('{0} of {1}', counters.inside, counters.capacity));
    setText(shown.gate, format.number(counters.gateEntered));
    setText(shown.left, format.number(counters.left));
    setText(shown.today, format.number(counters.today));
    setText(shown.unsent, format.number(device.queue.unsent));
    shown.unsent.parentElement.classList.toggle('is-marked', device.queue.unsent > 0 && !device.sync.isOnline);
    meter.hidden = !(counters.capacity > 0);
    const share = counters.capacity > 0 ? Math.min(1, counters.inside / counters.capacity) : 0;
    meter.firstChild.style.inlineSize = `${share * 100}%`;
    meter.classList.toggle('is-almost', share >= almostFull);
    const zone = device.performance?.timeZone;
    setText(asOf, counters.at === null ? t('Counts of this device only')
      : device.sync.isOnline ? t('Counts of all gates')
        : t('All gates as of {0}, and this device since', format.time(counters.at, zone)));
    const open = device.queue.conflicts().filter(record => !record.seen).length;
    conflicts.hidden = open === 0;
    setText(conflicts, String(open));
    const warning = this.#warning(counters);
    notice.hidden = warning === null;
    setText(notice, warning ?? '');
  }

  // Room, at the gate and in the house; then the clock.
  #warning(counters) {
    const { device, t } = this.#app;
    const rooms = [[counters.gateInside, device.gate?.capacity], [counters.inside, counters.capacity]].filter(([, capacity]) => capacity > 0);
    if (rooms.some(([inside, capacity]) => inside >= capacity)) {
      return t('Full: nobody else is let in.');
    }
    if (rooms.some(([inside, capacity]) => inside >= almostFull * capacity)) {
      return t('Almost full. Places left: {0}', Math.min(...rooms.map(([inside, capacity]) => capacity - inside)));
    }
    return device.clock.wasSet ? t('The clock of this device was changed. Its scans keep the right time.') : null;
  }

  async #flip() {
    await this.#camera.flip();
    await this.#app.device.set({ camera: this.#camera.facing });
  }

  async #turn(kind) {
    const app = this.#app;
    if (app.device.settings.lockDirection && app.device.pin.isSet && !await app.askPin(app.t('Switch between entry and exit'))) {
      this.#drawDirection();
      return;
    }
    await app.device.choose({ kind });
    this.#drawDirection();
    app.say(kind === 'exit' ? app.t('Scanning exits') : app.t('Scanning entries'));
  }

  #drawDirection() {
    const { t, device } = this.#app;
    this.#parts.direction.replaceChildren(segmented(t('Direction'), [['entry', t('Entry'), 'enter'], ['exit', t('Exit'), 'leave']], device.choice.kind, kind => this.#turn(kind)));
    this.element.classList.toggle('is-exit', device.choice.kind === 'exit');
  }

  #drawCamera() {
    const { t } = this.#app;
    const { state } = this.#camera;
    const { message, torch, flip, zoom, video } = this.#parts;
    const isOn = state === 'on';
    this.element.dataset.camera = state;
    video.classList.toggle('is-mirrored', this.#camera.facing === 'user');
    torch.hidden = !isOn || !this.#camera.hasTorch;
    torch.setAttribute('aria-pressed', String(this.#camera.torch));
    flip.hidden = !isOn || this.#kiosk;
    const range = isOn ? this.#camera.zoomRange : null;
    zoom.hidden = range === null;
    if (range !== null) {
      Object.assign(zoom, { min: range.min, max: range.max, step: range.step || 0.1 });
    }
    const start = (text, iconName = 'camera') => button(text, () => this.wake(), { kind: 'button-primary button-large', iconName });
    message.replaceChildren(...{
      on: [],
      off: [start(t('Start the camera'))],
      starting: [el('p', { role: 'status' }, t('The camera is starting …'))],
      asleep: [el('p', {}, t('The camera sleeps to save the battery.')), start(t('Wake the camera'))],
      denied: [icon('camera'), el('p', {}, t('This app may not use the camera. Allow it in the browser’s settings of this site, then try again.')), start(t('Try again'))],
      none: [icon('camera'), el('p', {}, t('No camera was found. A scanner that types, the search and typed codes work.')), start(t('Try again'))],
    }[state]);
    message.hidden = isOn;
    this.#app.wakeLock.set(isOn);
    if (isOn && !this.#app.verdict.isShown) {
      this.#reader.start();
    } else {
      this.#reader.stop();
    }
  }

  #layOut() {
    const { t, device } = this.#app;
    const { video, message, torch, flip, zoom, counters, meter, asOf, conflicts, direction, notice } = this.#parts;
    const count = (name, label) => el('div', { class: `checkin-counter is-${name}` }, el('dt', {}, label), counters[name]);
    const viewer = el('section', { class: 'checkin-camera', 'aria-label': t('Camera') }, video, el('div', { class: 'checkin-frame', 'aria-hidden': 'true' }), message,
      el('div', { class: 'checkin-camera-tools' }, torch, zoom, flip));
    if (this.#kiosk) {
      this.element = el('main', { class: 'checkin-scan is-kiosk' },
        el('div', { class: 'checkin-kiosk-head' },
          el('h1', { tabindex: '-1' }, device.choice.kind === 'exit' ? t('Goodbye') : t('Welcome')),
          el('p', {}, t('Hold the code of your ticket to the camera.'))),
        viewer,
        iconButton('lock', t('Leave self check-in'), () => this.#app.leaveKiosk(), { class: 'button button-icon checkin-kiosk-leave' }));
      return;
    }
    this.element = el('main', { class: 'checkin-scan' },
      this.#status.element,
      el('h1', { class: 'visually-hidden', tabindex: '-1' }, t('Scan tickets')),
      viewer,
      el('div', { class: 'checkin-side' },
        notice,
        direction,
        el('section', { class: 'checkin-counters', 'aria-label': t('Counters') },
          el('dl', {}, count('inside', t('Inside')), count('gate', t('Entered here')), count('left', t('Left')), count('today', t('Entered today')), count('unsent', t('Unsent'))),
          meter, asOf)),
      el('nav', { class: 'checkin-thumb', 'aria-label': t('Other ways') },
        device.may('search') ? this.#thumb('search', t('Search'), () => this.#app.show('search')) : null,
        this.#thumb('keyboard', t('Enter code'), () => this.#app.enterCode()),
        this.#thumb('list', t('Recent'), () => this.#app.show('recent'), conflicts)));
  }

  #thumb(iconName, text, onclick, extra = null) {
    return el('button', { type: 'button', class: 'checkin-thumb-button', onclick }, icon(iconName), el('span', {}, text), extra);
  }
}
