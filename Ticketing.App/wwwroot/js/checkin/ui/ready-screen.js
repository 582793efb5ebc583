// "Ready?": what must be right before the doors open. The organizer sees the same of all devices.

import { el } from '../../seatmap/dom.js';
import { isIos, measure } from '../measures.js';
import { button, icon, page } from './parts.js';

const freshMilliseconds = 15 * 60_000;
const clockMilliseconds = 2000;
const batteryMin = 0.3;

export function readyScreen(app) {
  const { t, device } = app;
  const list = el('ul', { class: 'checkin-checks', role: 'list' });
  const element = page({ title: t('Ready?'), back: device.isSet ? () => app.show('scan') : null, backText: t('Back to scanning'), lead: `${device.info.organization}, ${device.info.name}` },
    list,
    el('div', { class: 'checkin-foot' }, button(device.isSet ? t('Start scanning') : t('Choose date and gate'), () => app.show(device.isSet ? 'scan' : 'choose'), { kind: 'button-primary button-large button-block', iconName: 'right' })));
  let signature = '';
  const draw = async () => {
    const checks = checksOf(app, await measure());
    const next = JSON.stringify(checks.map(({ name, state, text, act }) => [name, state, text, act?.[0]]));
    if (next !== signature) {
      signature = next;
      list.replaceChildren(...checks.map(check => row(t, check)));
    }
  };
  app.redraw = draw;
  draw();
  return { element, refresh: draw };
}

function row(t, { iconName, name, state, text, act = null }) {
  const states = { good: ['check', t('ready')], warn: ['warn', t('to do')], bad: ['close', t('missing')] };
  return el('li', { class: `checkin-check is-${state}` }, icon(iconName),
    el('div', {}, el('h2', {}, name), el('p', {}, text), act === null ? null : button(act[0], act[1], { kind: 'button-small' })),
    el('span', { class: 'checkin-check-state' }, icon(states[state][0]), el('span', { class: 'visually-hidden' }, states[state][1])));
}

function checksOf(app, measured) {
  const { t, format, device, feedback } = app;
  const redraw = () => app.redraw();
  const packs = device.packs.all.filter(pack => device.performances.some(performance => performance.id === pack.performance));
  const tickets = packs.reduce((sum, pack) => sum + pack.count, 0);
  const isFresh = device.sync.lastAt !== null && device.clock.now - device.sync.lastAt < freshMilliseconds;
  const percent = measured.battery === null ? null : Math.round(measured.battery * 100);
  return [
    {
      iconName: 'phone', name: t('Installed'), state: measured.installed ? 'good' : 'warn',
      text: measured.installed ? t('The app is on the home screen.')
        : isIos() ? t('Tap Share, then “Add to Home Screen”. Otherwise iOS removes the list after seven days.')
          : app.install === null ? t('Use “Install” or “Add to home screen” in the browser’s menu.') : t('Put the app on the home screen.'),
      act: measured.installed || app.install === null ? null : [t('Install'), async () => {
        await app.install.prompt();
        await app.install.userChoice;
        app.install = null;
        redraw();
      }],
    },
    {
      iconName: 'store', name: t('Storage'), state: measured.storage === 'persistent' ? 'good' : 'warn',
      text: measured.storage === 'persistent' ? t('What is stored stays.') : t('The browser may remove the list when the phone is full.'),
      act: measured.storage === 'persistent' || !navigator.storage?.persist ? null : [t('Keep it'), async () => {
        if (!await navigator.storage.persist()) {
          app.notify(t('The browser did not agree. Install the app, then try again.'));
        }
        redraw();
      }],
    },
    {
      iconName: 'ticket', name: t('List of tickets'), state: packs.length === 0 ? 'bad' : isFresh ? 'good' : 'warn',
      text: packs.length === 0 ? t('No list is on this device yet.')
        : isFresh ? t('Tickets: {0}, up to date at {1}.', tickets, format.time(device.sync.lastAt)) : t('Tickets: {0}; the last contact was some time ago.', tickets),
      act: packs.length > 0 && isFresh ? null : [packs.length === 0 ? t('Load it') : t('Update'), async () => {
        await app.loadPacks();
        await device.sync.online();
        redraw();
      }],
    },
    {
      iconName: 'camera', name: t('Camera'), state: measured.camera === 'granted' || app.cameraWorked ? 'good' : measured.camera === 'denied' ? 'bad' : 'warn',
      text: measured.camera === 'granted' || app.cameraWorked ? t('The camera may be used.') : measured.camera === 'denied' ? t('Allow the camera in the browser’s settings of this site.') : t('The browser will ask once.'),
      act: measured.camera === 'granted' || app.cameraWorked || measured.camera === 'denied' ? null : [t('Try the camera'), async () => {
        try {
          const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: { ideal: 'environment' } } });
          stream.getTracks().forEach(track => track.stop());
          app.cameraWorked = true;
        } catch {
          app.notify(t('The camera cannot be used.'));
        }
        redraw();
      }],
    },
    {
      iconName: 'sound', name: t('Sound'), state: !device.settings.sound ? 'warn' : app.soundHeard ? 'good' : 'warn',
      text: !device.settings.sound ? t('Sounds are off in the settings.') : app.soundHeard ? t('You have heard it.') : t('Turn the volume up and play it once.'),
      act: device.settings.sound ? [t('Play'), () => {
        feedback.prepare();
        feedback.give('good');
        app.soundHeard = true;
        redraw();
      }] : null,
    },
    {
      iconName: 'clock', name: t('Clock'), state: device.clock.isMeasured && device.clock.uncertainty <= clockMilliseconds && !device.clock.wasSet ? 'good' : 'warn',
      text: !device.clock.isMeasured ? t('It is compared with the server’s at the next contact.')
        : Math.abs(device.clock.offset) > 60_000 ? t('It is {0} minutes off. Scans get the server’s time all the same.', Math.round(Math.abs(device.clock.offset) / 60_000)) : t('Right to {0} ms.', device.clock.uncertainty),
    },
    {
      iconName: 'battery', name: t('Battery'), state: percent === null || measured.charging || measured.battery >= batteryMin ? 'good' : 'warn',
      text: percent === null ? t('This browser does not say. Bring a power bank.') : measured.charging ? t('{0} %, charging.', percent) : t('{0} %.', percent),
    },
  ];
}
