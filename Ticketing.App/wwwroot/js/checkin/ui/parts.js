// Small parts of the screens.

import { el, svg } from '../../seatmap/dom.js';

const paths = {
  back: ['M15 5l-7 7 7 7'],
  battery: ['M3 8h15v8H3z', 'M21 11v2', 'M6 11v2'],
  camera: ['M4 8h3l2-3h6l2 3h3v11H4z', 'M12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z'],
  check: ['M5 12.5l4.5 4.5L19 7.5'],
  clock: ['M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z', 'M12 7v5l3.5 2'],
  close: ['M6 6l12 12', 'M18 6L6 18'],
  door: ['M6 21V4h12v17', 'M4 21h16', 'M14.5 12v.5'],
  down: ['M12 4v11', 'M7 11l5 5 5-5', 'M5 20h14'],
  enter: ['M13 4h6v16h-6', 'M4 12h10', 'M10 8l4 4-4 4'],
  flip: ['M4 9a8 8 0 0 1 14-3l2 2', 'M20 4v4h-4', 'M20 15a8 8 0 0 1-14 3l-2-2', 'M4 20v-4h4'],
  hourglass: ['M7 3h10', 'M7 21h10', 'M8 3c0 5 8 6 8 9s-8 4-8 9', 'M16 3c0 5-8 6-8 9s8 4 8 9'],
  keyboard: ['M3 6h18v12H3z', 'M7 10h.01', 'M11 10h.01', 'M15 10h.01', 'M7 14h10'],
  kiosk: ['M6 3h12v13H6z', 'M12 16v5', 'M8 21h8'],
  leave: ['M11 4H5v16h6', 'M9 12h11', 'M16 8l4 4-4 4'],
  list: ['M8 6h12', 'M8 12h12', 'M8 18h12', 'M4 6h.01', 'M4 12h.01', 'M4 18h.01'],
  lock: ['M6 11h12v9H6z', 'M8 11V8a4 4 0 0 1 8 0v3'],
  menu: ['M4 7h16', 'M4 12h16', 'M4 17h16'],
  person: ['M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8z', 'M4 20c1-4 4-6 8-6s7 2 8 6'],
  phone: ['M7 3h10v18H7z', 'M11 18h2'],
  right: ['M4 12h16', 'M13 5l7 7-7 7'],
  search: ['M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z', 'M15.5 15.5L20 20'],
  shield: ['M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6z', 'M9 12l2 2 4-4'],
  sound: ['M4 9v6h4l5 4V5L8 9z', 'M16.5 9a4 4 0 0 1 0 6', 'M19 6.5a8 8 0 0 1 0 11'],
  store: ['M4 6c0-4 16-4 16 0s-16 4-16 0', 'M4 6v12c0 4 16 4 16 0V6', 'M4 12c0 4 16 4 16 0'],
  ticket: ['M4 6h16v4a2 2 0 0 0 0 4v4H4v-4a2 2 0 0 0 0-4z', 'M14 6v2', 'M14 11v2', 'M14 16v2'],
  torch: ['M8 3h8l-1 6v12H9V9z', 'M8 6h8', 'M12 12v3'],
  undo: ['M9 6L4 11l5 5', 'M4 11h10a5 5 0 0 1 0 10h-3'],
  warn: ['M12 4L2.5 20h19z', 'M12 10v4', 'M12 17v.01'],
  stop: ['M8 3h8l5 5v8l-5 5H8l-5-5V8z', 'M9 9l6 6', 'M15 9l-6 6'],
};

/** An icon of strokes; decorative: the words beside it say the same. */
export const icon = (name, extra = '') => svg('svg', { viewBox: '0 0 24 24', class: `icon ${extra}`.trim(), 'aria-hidden': 'true' }, ...paths[name].map(d => svg('path', { d })));

export function button(text, onclick, { kind = '', iconName = null, ...attributes } = {}) {
  return el('button', { type: 'button', class: `button ${kind}`.trim(), onclick, ...attributes }, iconName === null ? null : icon(iconName), el('span', {}, text));
}

export const iconButton = (name, label, onclick, attributes = {}) =>
  el('button', { type: 'button', class: 'button button-icon', 'aria-label': label, title: label, onclick, ...attributes }, icon(name));

/** A screen with a heading, and a way back where there is one. */
export function page({ title, back = null, backText = '', lead = null, narrow = true }, ...children) {
  const heading = el('h1', { tabindex: '-1' }, title);
  return el('main', { class: `checkin-page${narrow ? ' is-narrow' : ''}` },
    el('header', { class: 'checkin-page-head' }, back === null ? null : iconButton('back', backText, back), heading),
    lead === null ? null : el('p', { class: 'checkin-lead' }, lead),
    ...children);
}

/** A field with its label; input: the element. */
export function field(label, input, hint = null) {
  input.id ||= `f${++field.count}`;
  if (hint !== null) {
    input.setAttribute('aria-describedby', `${input.id}-hint`);
  }
  return el('div', { class: 'field' }, el('label', { for: input.id }, label), input, hint === null ? null : el('p', { class: 'field-hint', id: `${input.id}-hint` }, hint));
}
field.count = 0;

/** A switch in a row of its own. */
export function toggle(label, checked, onchange, hint = null) {
  const input = el('input', { type: 'checkbox', role: 'switch', id: `f${++field.count}`, checked, onchange: event => onchange(event.target.checked) });
  if (hint !== null) {
    input.setAttribute('aria-describedby', `${input.id}-hint`);
  }
  return el('div', { class: 'checkin-toggle' },
    el('span', {}, el('label', { for: input.id }, label), hint === null ? null : el('span', { class: 'field-hint', id: `${input.id}-hint` }, hint)), input);
}

/** Choices of which one counts. options: [[value, text]] */
export function segmented(label, options, value, onchange) {
  const name = `s${++field.count}`;
  return el('fieldset', { class: 'checkin-segmented' }, el('legend', { class: 'visually-hidden' }, label), ...options.map(([key, text, iconName]) => el('label', {},
    el('input', { type: 'radio', name, value: key, checked: key === value, onchange: () => onchange(key) }),
    el('span', {}, iconName ? icon(iconName, 'icon-small') : null, text))));
}

/** A dialog over the screen. Resolves with what close(value) is given; null: dismissed. */
export function dialog(title, build) {
  return new Promise(resolve => {
    let value = null;
    const id = `d${++field.count}`;
    const close = result => {
      value = result;
      element.close();
    };
    const element = el('dialog', { class: 'dialog checkin-dialog', 'aria-labelledby': id }, el('h2', { id }, title), ...build(close));
    element.addEventListener('close', () => {
      element.remove();
      resolve(value);
    });
    document.body.append(element);
    element.showModal();
  });
}

export const choose = (t, title, text, act, kind = 'button-primary') => dialog(title, close => [
  el('p', {}, text),
  el('div', { class: 'form-actions' }, button(act, () => close(true), { kind }), button(t('Cancel'), () => close(null), { kind: 'button-quiet' })),
]);

/** Asks for a reason; presets can be tapped. */
export const askReason = (t, title, presets, act, lead = null) => dialog(title, close => {
  const input = el('input', { class: 'input', maxlength: '200', autocomplete: 'off' });
  const form = el('form', { class: 'form', onsubmit: event => {
    event.preventDefault();
    if (input.value.trim() !== '') {
      close(input.value.trim());
    }
  } },
  el('div', { class: 'chips' }, ...presets.map(text => el('button', { type: 'button', class: 'chip', onclick: () => close(text) }, text))),
  field(t('Another reason'), input),
  el('div', { class: 'form-actions' }, el('button', { type: 'submit', class: 'button button-primary' }, act), button(t('Cancel'), () => close(null), { kind: 'button-quiet' })));
  return lead === null ? [form] : [el('p', {}, lead), form];
});

/** Checks done by a person's press of 600 ms, which no pocket does. */
export function pressButton(text, done, hint) {
  const milliseconds = 600;
  let timer = null;
  const end = () => {
    clearTimeout(timer);
    timer = null;
    element.classList.remove('is-pressed');
  };
  const begin = event => {
    if (timer === null && (event.type !== 'keydown' || ((event.key === 'Enter' || event.key === ' ') && !event.repeat))) {
      event.preventDefault();
      element.focus();
      element.classList.add('is-pressed');
      timer = setTimeout(() => {
        end();
        done();
      }, milliseconds);
    }
  };
  const element = el('button', {
    type: 'button', class: 'button button-primary checkin-press', title: hint, 'aria-description': hint,
    onpointerdown: begin, onpointerup: end, onpointerleave: end, onpointercancel: end, onkeydown: begin, onkeyup: end, onblur: end, oncontextmenu: event => event.preventDefault(),
  }, el('span', {}, text));
  return element;
}
