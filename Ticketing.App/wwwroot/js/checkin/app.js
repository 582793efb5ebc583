// Puts the app together: which screen is shown, what is heard, when it locks. One instance.

import { el } from '../seatmap/dom.js';
import { Texts } from '../seatmap/texts.js';
import { openDevice } from './device.js';
import { Feedback } from './feedback.js';
import { measure, WakeLock } from './measures.js';
import { Scanner } from './scanner.js';
import { german } from './texts.js';
import { tokenOf } from './sync/enrol.js';
import { Updates } from './updates.js';
import { askCode } from './ui/code-dialog.js';
import { Format } from './ui/format.js';
import { Notices } from './ui/notices.js';
import { choose } from './ui/parts.js';
import { askPin } from './ui/pin-screen.js';
import { screens, withoutScanning } from './ui/screens.js';
import { VerdictView } from './ui/verdict-view.js';

const lockAfterMilliseconds = 15 * 60_000;   // hidden for so long
const objectionMilliseconds = 5000;          // an objection to a scan of this moment takes the screen
const packAheadMilliseconds = 36 * 3600 * 1000;

export class App {
  root = el('div', { class: 'checkin-root' });
  database;
  device;
  kiosk = false;
  wantsCamera = false;
  cameraWorked = false;
  soundHeard = false;
  /** The browser's offer to install; null: none. */
  install = null;

  #screen = null;
  #name = '';
  #notices = new Notices(this);
  #hiddenAt = null;
  #activityAt = performance.now();
  #texts;

  constructor(host, database) {
    this.database = database;
    this.feedback = new Feedback(() => this.device.settings);
    this.wakeLock = new WakeLock();
    this.updates = new Updates(() => ({
      lastActivity: this.#activityAt, unsent: this.device?.queue.unsent ?? 0, isBusy: this.verdict.isShown, isForced: this.#isTooOld(),
    }));
    host.replaceChildren(this.#notices.element, this.root, this.#notices.live, this.#notices.overlay);
    this.verdict = new VerdictView(this, host);
    this.scanner = new Scanner(document, text => this.scan(text, 'scanner'));
    this.#listen();
  }

  t = (key, ...values) => this.#texts.t(key, ...values);

  /** Opens what is stored and shows where things stand. */
  async reopen({ fresh = false } = {}) {
    this.device?.stop();
    this.device = await openDevice({ database: this.database, measures: measure });
    const isEnrolled = await this.device.load();
    this.applySettings();
    if (isEnrolled) {
      this.#watch();
    }
    await this.begin(fresh);
  }

  async begin(fresh = false) {
    const { device } = this;
    const token = location.pathname.startsWith('/checkin/enrol') ? tokenOf(location.hash) : null;
    if (device.end !== null) {
      if (device.identity !== null) {
        await device.start();
      }
      this.show(token === null ? 'ended' : 'enrol', token);
    } else if (device.identity === null || token !== null) {
      this.show('enrol', token);
    } else if (device.pin.isSet) {
      this.show('pin');
    } else {
      this.show('choosePin');
    }
    if (fresh) {
      navigator.storage?.persist?.();
    }
    if (device.identity !== null && device.end === null) {
      await device.start();
      this.loadPacks();
    }
  }

  show(name, ...args) {
    if (this.device.end !== null && name !== 'enrol') {
      name = 'ended';
    }
    if (this.#isTooOld() && !withoutScanning.includes(name)) {
      name = 'tooOld';
    }
    if (name === 'tooOld' && this.#name === name) {
      return;
    }
    this.#screen?.dispose?.();
    this.#name = name;
    this.redraw = () => {};
    this.#screen = screens[name](this, ...args);
    this.root.replaceChildren(this.#screen.element);
    document.title = `${this.#screen.element.querySelector('h1')?.textContent ?? this.t('Check-in')} – ${this.t('Check-in')}`;
    (this.#screen.focus ?? this.#screen.element.querySelector('h1'))?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  // ---- Scanning

  async scan(text, method) {
    this.#activityAt = performance.now();
    if (!this.device?.isSet || this.device.end !== null || withoutScanning.includes(this.#name)) {
      return;
    }
    // A camera looks at a code all the time; a person with a scanner goes on with the next guest.
    if (this.verdict.isShown && method !== 'scanner') {
      return;
    }
    this.shown(await this.device.judge.text(text, method));
  }

  /** Shows a judged scan; null: it was the same code again. */
  shown(result) {
    if (result !== null) {
      this.#activityAt = performance.now();
      this.#screen?.pause?.(true);
      this.verdict.show(result);
    }
  }

  verdictEnded(result) {
    if (result.again?.parsed) {
      this.device.judge.stillSees(result.again.parsed.text);
    }
    this.#activityAt = performance.now();
    this.#screen?.pause?.(false);
    this.#screen?.refreshAfterVerdict?.();
    this.#screen?.refresh?.();
    (this.#screen?.focus ?? this.root.querySelector('h1'))?.focus({ preventScroll: true });
  }

  async enterCode() {
    const text = await askCode(this.t);
    if (text) {
      await this.scan(text, 'manual');
    }
  }

  // ---- Kiosk

  async enterKiosk() {
    this.kiosk = true;
    this.wantsCamera = true;
    this.feedback.prepare();
    await document.documentElement.requestFullscreen?.().catch(() => {});
    document.body.classList.add('is-kiosk');
    this.show('scan');
  }

  async leaveKiosk() {
    if (await this.askPin(this.t('Leave self check-in'))) {
      this.kiosk = false;
      document.body.classList.remove('is-kiosk');
      if (document.fullscreenElement !== null) {
        await document.exitFullscreen().catch(() => {});
      }
      this.show('scan');
    }
  }

  // ---- Lock

  lock() {
    if (this.device.pin.isSet && this.device.end === null) {
      this.verdict.hide();
      this.device.lock();
      for (const open of document.querySelectorAll('dialog[open]')) {
        open.close();
      }
      this.show('pin');
    }
  }

  async unlocked(secret) {
    const { device } = this;
    this.feedback.prepare();
    await device.unlock(secret);
    this.show(device.isSet ? 'scan' : 'ready');
    if (device.may('search') && !device.hasShift) {
      await device.beginShift();
    }
  }

  askPin(title) { return askPin(this, title); }

  confirm(title, text, act, kind) { return choose(this.t, title, text, act, kind); }

  // ---- Words

  say(text) { this.#notices.say(text); }

  notify(text) { this.#notices.notify(text); }

  busy(text) { this.#notices.busy(text); }

  applySettings() {
    const { settings } = this.device;
    const language = (settings.language ?? navigator.language).startsWith('de') ? 'de' : 'en';
    const locale = settings.language ?? navigator.language;
    this.#texts = new Texts(language === 'de' ? german : {}, locale);
    this.format = new Format(locale);
    document.documentElement.lang = language;
    if (settings.theme === 'auto') {
      delete document.documentElement.dataset.theme;
    } else {
      document.documentElement.dataset.theme = settings.theme;
    }
    document.body.classList.toggle('is-left-handed', settings.leftHanded);
  }

  /** Lists of the dates that are near: the gate is chosen later, perhaps without a connection. */
  async loadPacks() {
    const { device } = this;
    const now = device.clock.now;
    const near = device.performances.filter(({ id, startsAt, endsAt }) =>
      id === device.choice.performance || (startsAt < now + packAheadMilliseconds && endsAt > now - packAheadMilliseconds / 3));
    for (const { id } of near.length > 0 ? near : device.performances.slice(0, 1)) {
      if (device.packs.get(id) === null) {
        await device.loadPack(id);
      }
    }
  }

  // ---- Events

  #watch() {
    const { device } = this;
    let isPlanned = false;
    device.addEventListener('changed', () => {
      if (!isPlanned) {
        isPlanned = true;
        requestAnimationFrame(() => {
          isPlanned = false;
          this.#screen?.refresh?.();
          if (this.#isTooOld()) {
            this.show(this.#name);
          }
        });
      }
    });
    device.addEventListener('announce', ({ detail }) => this.#notices.announce(detail));
    device.addEventListener('objection', ({ detail }) => this.#object(detail));
    device.addEventListener('wiped', () => {
      this.kiosk = false;
      document.body.classList.remove('is-kiosk');
      this.verdict.hide();
      this.feedback.give('bad');
      this.show('ended');
    });
    device.addEventListener('command', ({ detail }) => {
      switch (detail.kind) {
        case 'lock': this.lock(); break;
        case 'wipe': device.wipe('revoked'); break;
        case 'reload': location.reload(); break;
      }
    });
  }

  #object(record) {
    const { device, t } = this;
    const age = device.clock.now - record.scan.at;
    if (age <= objectionMilliseconds && (record.scan.kind === 'entry' || record.scan.kind === 'exit')) {
      const pack = device.packs.get(record.scan.performance);
      const ticket = pack?.find(record.scan.ticket) ?? null;
      this.#screen?.pause?.(true);
      this.verdict.show({
        verdict: record.judged, other: record.other, pack, gate: pack?.gate(record.scan.gate), gates: [], ticket, kind: record.scan.kind, method: record.scan.method,
        place: ticket === null ? null : pack.place(ticket.seat), tier: ticket === null ? null : pack.header.tiers[ticket.tier], person: null, canLift: false,
      }, { feedback: 'objection' });
    } else {
      this.notify(t('The server reports a conflict. See “Scans”.'));
      this.feedback.give('wait');
    }
  }

  #listen() {
    addEventListener('online', () => this.device?.sync?.online());
    addEventListener('offline', () => this.#screen?.refresh?.());
    addEventListener('beforeinstallprompt', event => {
      event.preventDefault();
      this.install = event;
      this.redraw?.();
    });
    addEventListener('appinstalled', () => {
      this.install = null;
      this.redraw?.();
    });
    addEventListener('hashchange', () => this.begin());
    for (const name of ['pointerdown', 'keydown']) {
      addEventListener(name, () => this.feedback.prepare(), { passive: true });
    }
    document.addEventListener('visibilitychange', () => this.#visible(document.visibilityState === 'visible'));
    document.addEventListener('keydown', event => this.#key(event));
    this.updates.addEventListener('waiting', () => this.#notices.offerUpdate(() => this.updates.apply()));
  }

  #visible(isVisible) {
    this.device?.clock.visible(isVisible);
    this.#screen?.hidden?.(!isVisible);
    if (!isVisible) {
      this.#hiddenAt = this.device?.clock.now ?? null;
    } else {
      if (this.#hiddenAt !== null && this.device.clock.now - this.#hiddenAt > lockAfterMilliseconds && !this.kiosk) {
        this.lock();
      }
      this.#hiddenAt = null;
      this.device?.sync?.soon();
    }
  }

  #key(event) {
    if (document.querySelector('dialog[open]') !== null || this.kiosk) {
      return;
    }
    if (event.key === 'Escape') {
      if (this.verdict.isShown) {
        this.verdict.hide();
      } else if (['search', 'recent', 'settings', 'choose'].includes(this.#name) && this.device.isSet) {
        this.show('scan');
      }
    } else if (event.key === '/' && this.#name === 'scan' && this.device.may('search') && !this.verdict.isShown && !this.scanner.isTyping) {
      event.preventDefault();
      this.show('search');
    }
  }

  #isTooOld() {
    const { device } = this;
    return device?.info != null && device.end === null && device.version < device.info.minVersion;
  }
}
