// The verdict over the whole screen: colour, symbol, words. A welcome goes by itself, unless there is something to do; everything else
// stays until it is tapped.

import { el } from '../../seatmap/dom.js';
import { askReason, button, icon } from './parts.js';
import { describe } from './words.js';

const welcomeMilliseconds = 1200;
const groupMilliseconds = 4000;
const noTicketMilliseconds = 2500;
const kioskMilliseconds = 4000;

export class VerdictView {
  #app;
  #element;
  #timer = null;
  #current = null;

  constructor(app, host) {
    this.#app = app;
    // The live region is there before its text: else it is not read.
    this.#element = el('div', { class: 'checkin-verdict', role: 'alert', hidden: true });
    host.append(this.#element);
  }

  get isShown() { return this.#current !== null; }
  get result() { return this.#current; }

  show(result, { feedback = null } = {}) {
    const app = this.#app;
    const { t, kiosk } = app;
    const words = describe(result, { t, format: app.format, now: app.device.clock.now, kiosk });
    clearTimeout(this.#timer);
    this.#current = result;
    app.feedback.give(feedback ?? words.kind);
    this.#element.className = `checkin-verdict is-${words.kind}`;
    this.#element.replaceChildren(
      el('div', { class: 'checkin-verdict-body' },
        icon(words.symbol, 'checkin-verdict-symbol'),
        el('p', { class: 'checkin-verdict-word' }, words.word),
        ...words.tasks.map(task => el('p', { class: 'checkin-verdict-task' }, icon('warn'), task)),
        words.person === null ? null : el('p', { class: 'checkin-verdict-person' }, words.person),
        ...words.lines.map(line => el('p', { class: 'checkin-verdict-line' }, line))),
      this.#actions(result, words));
    this.#element.hidden = false;
    // Behind it nothing is reached by keyboard or screen reader meanwhile.
    this.#app.root.inert = true;
    const goesAfter = this.#goesAfter(result, words);
    if (goesAfter !== null) {
      this.#element.append(el('div', { class: 'checkin-verdict-time', 'data-after': String(goesAfter) }));
      this.#timer = setTimeout(() => this.hide(), goesAfter);
    }
    this.#element.querySelector('.checkin-verdict-next')?.focus({ preventScroll: true });
  }

  hide() {
    if (this.#current === null) {
      return;
    }
    clearTimeout(this.#timer);
    const result = this.#current;
    this.#current = null;
    this.#element.hidden = true;
    this.#element.replaceChildren();
    this.#app.root.inert = false;
    this.#app.verdictEnded(result);
  }

  #goesAfter(result, words) {
    if (this.#app.kiosk) {
      return kioskMilliseconds;
    }
    if (result.verdict === 'not-a-ticket') {
      return noTicketMilliseconds;
    }
    if ((words.kind !== 'good' && words.kind !== 'leave') || words.tasks.length > 0) {
      return null;
    }
    return this.#groupOf(result).length > 0 ? groupMilliseconds : welcomeMilliseconds;
  }

  // The other tickets of the order that could go in now.
  #groupOf(result) {
    if (result.verdict !== 'welcome' || result.method === 'group' || this.#app.kiosk) {
      return [];
    }
    return (result.person?.group ?? []).filter(ref => {
      const ticket = this.#app.device.judge.state(ref);
      return ticket !== null && ticket.state === 0 && ticket.entry === 0;
    });
  }

  #actions(result, words) {
    const { t, device, kiosk } = this.#app;
    if (kiosk) {
      return el('div', { class: 'checkin-verdict-actions' });
    }
    const group = this.#groupOf(result);
    return el('div', { class: 'checkin-verdict-actions' },
      group.length === 0 ? null : button(t('Check in {0} more of this order', group.length), () => this.#checkInGroup(result, group), { iconName: 'person' }),
      result.canLift && device.may('override') ? button(result.kind === 'exit' ? t('Let out anyway') : t('Let in anyway'), () => this.#override(result, words), { iconName: 'shield' }) : null,
      button(t('Next'), () => this.hide(), { kind: 'checkin-verdict-next', iconName: 'right' }));
  }

  async #checkInGroup(result, refs) {
    clearTimeout(this.#timer);
    let welcome = 1, last = result;
    for (const ref of refs) {
      last = await this.#app.device.judge.listed(ref, 'group');
      if (last.verdict !== 'welcome') {
        this.show(last);
        return;
      }
      welcome++;
    }
    this.show({ ...result, method: 'group', place: null, tier: null, person: { ...result.person, note: null, group: [], name: this.#app.t('{0} people of this order', welcome) } });
  }

  async #override(result, words) {
    clearTimeout(this.#timer);
    const { t } = this.#app;
    const reason = await askReason(t, t('Let in against “{0}”', words.word), [t('Supervisor decided'), t('Scanned by mistake before'), t('Left without being scanned')], t('Let in'));
    if (reason !== null) {
      this.show(await this.#app.device.judge.override(result, reason));
    }
  }
}
