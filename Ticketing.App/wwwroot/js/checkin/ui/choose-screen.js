// Which date, which gate.

import { el } from '../../seatmap/dom.js';
import { button, icon, page } from './parts.js';

export function chooseScreen(app) {
  const { t, format, device } = app;
  const body = el('div', { class: 'stack' });
  let performance = device.choice.performance ?? device.performances[0]?.id ?? null;
  const policies = { once: t('once in'), reentry: t('in and out'), daily: t('once a day'), free: t('always') };

  const dateButton = date => {
    const pack = device.packs.get(date.id);
    return el('button', { type: 'button', class: 'checkin-choice', 'aria-pressed': String(date.id === performance), onclick: () => {
      performance = date.id;
      draw();
      load(date);
    } },
    el('span', { class: 'checkin-choice-main' }, el('strong', {}, date.title), el('span', {}, `${format.dateTime(date.startsAt, date.timeZone)}, ${date.venue}, ${date.city}`)),
    el('span', { class: `badge ${pack === null ? '' : 'badge-success'}` }, pack === null ? t('Not loaded') : t('Tickets: {0}', pack.count)));
  };

  const gateButton = (date, { id, name }) => {
    const gate = device.packs.get(date.id)?.gate(id) ?? null;
    const times = gate === null || gate.opensAt === null ? null : t('opens at {0}', format.time(gate.opensAt, date.timeZone));
    return el('button', { type: 'button', class: 'checkin-choice', 'aria-pressed': String(id === device.choice.gate && date.id === device.choice.performance), onclick: async () => {
      if (!device.packs.get(date.id) && !await load(date)) {
        return;
      }
      await device.choose({ performance: date.id, gate: id });
      app.wantsCamera = true;
      app.feedback.prepare();
      app.show('scan');
    } },
    icon('door'), el('span', { class: 'checkin-choice-main' }, el('strong', {}, name), el('span', {}, [policies[gate?.policy], times].filter(Boolean).join(', '))), icon('right'));
  };

  const load = async date => {
    if (device.packs.get(date.id)) {
      return true;
    }
    app.busy(t('The list of tickets is loading …'));
    const loaded = await device.loadPack(date.id);
    app.busy(null);
    if (!loaded) {
      app.notify(t('The list could not be loaded. Try again where there is a connection.'));
    }
    draw();
    return loaded;
  };

  const draw = () => {
    const date = device.performances.find(other => other.id === performance) ?? null;
    body.replaceChildren(...(device.performances.length === 0
      ? [el('div', { class: 'empty' }, icon('ticket'), el('h2', {}, t('No date yet')), el('p', {}, t('The organizer has given this device no date. Ask for one, then load again.')), button(t('Load again'), refresh, { kind: 'button-primary' }))]
      : [
        el('section', { class: 'stack stack-s' }, el('h2', {}, t('Date')), ...device.performances.map(dateButton)),
        date === null ? null : el('section', { class: 'stack stack-s' }, el('h2', {}, t('Gate')),
          ...(date.gates.length === 0 ? [el('p', { class: 'notice notice-warning' }, t('This date has no gate for this device. The organizer sets them.'))] : date.gates.map(gate => gateButton(date, gate)))),
      ]).filter(Boolean));
  };

  const refresh = async () => {
    const status = await device.refresh();
    if (status !== 200) {
      app.notify(t('There is no connection.'));
    }
    draw();
  };

  draw();
  device.refresh().then(status => status === 200 && draw());
  return {
    element: page({ title: t('Date and gate'), back: () => app.show(device.isSet ? 'scan' : 'ready'), backText: t('Back') }, body),
  };
}
