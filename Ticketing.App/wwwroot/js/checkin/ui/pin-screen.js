// The PIN: chosen once, asked when the app is opened, locked or left.

import { el, setText } from '../../seatmap/dom.js';
import { isUsable, lengthMax, lengthMin } from '../pin.js';
import { dialog, icon, page } from './parts.js';

/** Digits by keys and by thumb. done: (pin) => Promise<string|null> a sentence of what is wrong, null: accepted */
function pad({ t, label, done, act }) {
  const input = el('input', { class: 'input checkin-pin', type: 'password', inputmode: 'numeric', autocomplete: 'off', maxlength: String(lengthMax), 'aria-label': label });
  const error = el('p', { class: 'field-error', role: 'alert' });
  const submit = el('button', { type: 'submit', class: 'button button-primary button-large' }, act);
  const press = text => {
    input.value = text === null ? input.value.slice(0, -1) : (input.value + text).slice(0, lengthMax);
    setText(error, '');
  };
  const key = (text, value, name = text) => el('button', { type: 'button', class: 'button checkin-key', 'aria-label': name, onclick: () => press(value) }, text);
  const form = el('form', { class: 'checkin-pad', onsubmit: async event => {
    event.preventDefault();
    if (submit.disabled) {
      return;
    }
    submit.disabled = true;
    const pin = input.value;
    const wrong = await done(pin);
    submit.disabled = false;
    if (wrong !== null) {
      input.value = '';
      setText(error, wrong);
      input.focus();
    }
  } },
  input, error,
  el('div', { class: 'checkin-keys' }, ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map(n => key(String(n), String(n))),
    key('⌫', null, t('Delete the last digit')), key('0', '0'), submit));
  return { form, input };
}

export function choosePinScreen(app, { change = false } = {}) {
  const { t, device } = app;
  let first = null;
  const label = el('p', { class: 'checkin-lead', role: 'status' }, t('It reopens this app. Ten wrong ones remove everything from this device.'));
  const { form, input } = pad({ t, label: t('New PIN'), act: t('Continue'), done: async pin => {
    if (first === null) {
      if (!isUsable(pin)) {
        return t('Use {0} to {1} digits that are not all the same.', lengthMin, lengthMax);
      }
      first = pin;
      setText(label, t('Enter it once more.'));
      input.value = '';
      input.focus();
      return null;
    }
    if (pin !== first) {
      first = null;
      setText(label, t('Choose a PIN again.'));
      return t('The two were not the same.');
    }
    await device.pin.set(pin, device.secret);
    app.show(change ? 'settings' : 'ready');
    if (!device.hasShift) {
      await device.beginShift();
    }
    return null;
  } });
  return { element: page({ title: t('Choose a PIN'), ...(change ? { back: () => app.show('settings'), backText: t('Back') } : {}) }, label, form), focus: input };
}

export function pinScreen(app) {
  const { t, device } = app;
  const { form, input } = pad({ t, label: t('PIN'), act: t('Open'), done: async pin => {
    const secret = await device.pin.open(pin);
    if (secret !== null) {
      await app.unlocked(secret);
      return null;
    }
    return wrongPin(app);
  } });
  return {
    element: page({ title: t('Locked') }, el('div', { class: 'checkin-lock' }, icon('lock', 'checkin-large'),
      el('p', {}, device.info?.name ?? ''), device.queue.unsent > 0 ? el('p', { class: 'muted' }, t('{0} unsent', device.queue.unsent)) : null), form),
    focus: input,
  };
}

/** Asks for the PIN before something that not everybody may do. True: it was right. */
export async function askPin(app, title) {
  const { t, device } = app;
  return await dialog(title, close => {
    const { form } = pad({ t, label: t('PIN'), act: t('OK'), done: async pin => {
      if (await device.pin.open(pin) !== null) {
        close(true);
        return null;
      }
      const wrong = await wrongPin(app);
      if (device.end !== null) {
        close(null);
      }
      return wrong;
    } });
    return [form];
  }) === true;
}

async function wrongPin({ t, device }) {
  if (device.pin.tries <= 0) {
    await device.wipe('pin');
    return null;
  }
  return device.pin.tries === 1 ? t('Wrong PIN. One more and everything is removed from this device.') : t('Wrong PIN. Tries left: {0}', device.pin.tries);
}
