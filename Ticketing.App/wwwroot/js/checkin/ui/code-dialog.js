// A code that is typed or pasted.

import { el } from '../../seatmap/dom.js';
import { button, dialog, field } from './parts.js';

/** The text; null: dismissed. */
export const askCode = t => dialog(t('Enter code'), close => {
  const input = el('textarea', { class: 'input checkin-code', rows: '4', autocomplete: 'off', autocapitalize: 'characters', spellcheck: 'false' });
  return [el('form', { class: 'form', onsubmit: event => {
    event.preventDefault();
    close(input.value.replace(/\s+/g, '').toUpperCase());
  } },
  field(t('Text of the QR code'), input, t('It begins with TK1. Paste it, or type it as it is printed.')),
  el('div', { class: 'form-actions' },
    el('button', { type: 'submit', class: 'button button-primary' }, t('Check')),
    button(t('Cancel'), () => close(null), { kind: 'button-quiet' })))];
});
