// Fields of the panels: a change is shown while it is typed, and is one step when it is done.

import { el } from '../../seatmap/dom.js';
import { iconOf } from '../icons.js';

let ids = 0;

function field(label, input, more = {}) {
  const id = `designer-field-${ids++}`;
  input.id = id;
  return el('div', { class: `designer-field ${more.class ?? ''}` }, el('label', { for: id }, label), input, more.after);
}

/**
 * A number. onInput(value) while typing, onChange(value) when done; value null: the selected objects differ.
 * options: { name, min, max, step, unit, onInput, onChange, disabled }
 */
export function numberField(label, value, { name, min, max, step = 1, unit, onInput, onChange, disabled, placeholder = '—' }) {
  const input = el('input', { type: 'number', class: 'input', 'data-field': name, min, max, step, inputmode: 'decimal', disabled, placeholder: value === null ? placeholder : null });
  input.value = value === null ? '' : String(Math.round(value * 100) / 100);
  const read = () => {
    const number = input.valueAsNumber;
    return Number.isFinite(number) && (min === undefined || number >= min) && (max === undefined || number <= max) ? number : null;
  };
  input.addEventListener('input', () => {
    const number = read();
    input.setAttribute('aria-invalid', String(number === null && input.value !== ''));
    if (number !== null) {
      onInput?.(number);
    }
  });
  input.addEventListener('change', () => {
    const number = read();
    if (number === null) {
      input.value = value === null ? '' : String(Math.round(value * 100) / 100);
      onInput?.(null);
    } else {
      onChange(number);
    }
  });
  return field(unit ? `${label} (${unit})` : label, input);
}

export function textField(label, value, { name, maxlength = 80, onInput, onChange, disabled, isRequired = true, placeholder }) {
  const input = el('input', { type: 'text', class: 'input', 'data-field': name, maxlength, disabled, placeholder: value === null ? '—' : placeholder });
  input.value = value ?? '';
  input.addEventListener('input', () => onInput?.(input.value));
  input.addEventListener('change', () => {
    const text = input.value.trim();
    if (text === '' && isRequired) {
      input.value = value ?? '';
      onInput?.(null);
    } else {
      onChange(text);
    }
  });
  return field(label, input, { class: 'is-wide' });
}

/** options: [[value, text]]; value null shows an empty choice. */
export function selectField(label, value, options, { name, onChange, disabled, isWide = true }) {
  const select = el('select', { class: 'input', 'data-field': name, disabled });
  if (!options.some(([key]) => key === value)) {
    select.append(el('option', { value: '', selected: true }, '—'));
  }
  for (const [key, text] of options) {
    select.append(el('option', { value: key ?? '', selected: key === value }, text));
  }
  select.addEventListener('change', () => onChange(select.value));
  return field(label, select, { class: isWide ? 'is-wide' : '' });
}

export function checkField(label, value, { name, onChange, disabled }) {
  const id = `designer-field-${ids++}`;
  const input = el('input', { type: 'checkbox', id, 'data-field': name, disabled });
  input.checked = value === true;
  input.indeterminate = value === null;
  input.addEventListener('change', () => onChange(input.checked));
  return el('div', { class: 'designer-check' }, input, el('label', { for: id }, label));
}

export const button = (text, onclick, { primary, quiet, danger, icon, disabled, label, name, testid } = {}) => el('button', {
  type: 'button',
  class: `button button-small${primary ? ' button-primary' : ''}${quiet ? ' button-quiet' : ''}${danger ? ' button-danger' : ''}${icon && !text ? ' designer-icon' : ''}`,
  onclick, disabled, 'aria-label': label, title: label, 'data-field': name, 'data-testid': testid,
}, icon ? iconOf(icon) : null, text || null);

export const heading = text => el('h3', {}, text);
export const grid = (...fields) => el('div', { class: 'designer-fields' }, ...fields.filter(Boolean));

/** Replaces a panel's content; the focus stays in the field of the same name, its caret where it was. */
export function refill(panel, ...content) {
  const active = panel.contains(document.activeElement) ? document.activeElement : null;
  const name = active?.dataset.field;
  const { scrollTop } = panel;
  panel.replaceChildren(...content.filter(Boolean));
  panel.scrollTop = scrollTop;
  if (name) {
    const again = [...panel.querySelectorAll('[data-field]')].find(e => e.dataset.field === name && !e.disabled);
    again?.focus({ preventScroll: true });
  }
}
