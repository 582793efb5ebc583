// Settings of this device, and what can be done with it.

import { el } from '../../seatmap/dom.js';
import { button, field, page, segmented, toggle } from './parts.js';

export function settingsScreen(app) {
  const { t, format, device } = app;
  const { settings } = device;
  const set = name => async value => {
    await device.set({ [name]: value });
    app.applySettings();
  };
  const language = el('select', { class: 'input', onchange: async event => {
    await device.set({ language: event.target.value || null });
    app.applySettings();
    app.show('settings');
  } }, ...[['', t('As the phone')], ['en', 'English'], ['de', 'Deutsch']].map(([value, text]) => el('option', { value, selected: (settings.language ?? '') === value }, text)));
  const update = el('div', { class: 'row' }, button(t('Look for a new version'), async () => {
    const found = await app.updates.check();
    app.notify(found ? t('A new version is ready. It is taken into use when nobody is being scanned.') : t('This is the newest version.'));
  }, { kind: 'button-small' }));
  const rights = { scan: t('scan'), search: t('search'), undo: t('undo'), override: t('let in anyway'), kiosk: t('self check-in') };

  return {
    element: page({ title: t('Settings'), back: () => app.show(device.isSet ? 'scan' : 'ready'), backText: t('Back') },
      el('section', { class: 'card stack' },
        el('h2', {}, t('Screen')),
        segmented(t('Theme'), [['auto', t('Auto')], ['light', t('Light')], ['sun', t('Sun')], ['dark', t('Dark')]], settings.theme, set('theme')),
        field(t('Language'), language),
        toggle(t('Left-handed'), settings.leftHanded, set('leftHanded'), t('Controls are where the left thumb is.'))),
      el('section', { class: 'card stack' },
        el('h2', {}, t('Scanning')),
        toggle(t('Sound'), settings.sound, set('sound')),
        toggle(t('Vibration'), settings.vibration, set('vibration'), navigator.vibrate ? null : t('This phone cannot vibrate here: the screen flashes.')),
        toggle(t('PIN to switch between entry and exit'), settings.lockDirection, set('lockDirection')),
        toggle(t('Ask the server first'), settings.confirm, set('confirm'), t('Waits up to 0.3 seconds for other gates while there is a connection.'))),
      el('section', { class: 'card stack' },
        el('h2', {}, t('This device')),
        el('dl', { class: 'facts' },
          el('dt', {}, t('Name')), el('dd', {}, device.info.name),
          el('dt', {}, t('Organizer')), el('dd', {}, device.info.organization),
          el('dt', {}, t('May')), el('dd', {}, device.info.capabilities.map(capability => rights[capability] ?? capability).join(', ')),
          el('dt', {}, t('Ends')), el('dd', {}, device.info.expiresAt === null ? t('never') : format.dateTime(device.info.expiresAt)),
          el('dt', {}, t('Version')), el('dd', {}, String(device.version))),
        el('div', { class: 'row' },
          button(t('Ready?'), () => app.show('ready'), { iconName: 'check' }),
          button(t('Date and gate'), () => app.show('choose'), { iconName: 'door' }),
          device.may('kiosk') && device.isSet ? button(t('Self check-in'), () => app.enterKiosk(), { iconName: 'kiosk' }) : null,
          button(t('Lock'), () => app.lock(), { iconName: 'lock' }),
          button(t('Change the PIN'), async () => await app.askPin(t('Your PIN')) && app.show('choosePin', { change: true }))),
        update),
      el('section', { class: 'card stack' },
        el('h2', {}, t('Remove')),
        el('p', {}, t('Removes the list of tickets and this device’s key. It can be set up again by a new link only.')),
        button(t('Remove from this phone'), async () => {
          if (await app.confirm(t('Remove everything from this phone?'), device.queue.unsent > 0 ? t('Unsent scans: {0}. They stay until they are sent.', device.queue.unsent) : t('All scans were sent.'), t('Remove'), 'button-danger')) {
            await device.wipe('asked');
          }
        }, { kind: 'button-danger' }))),
  };
}
