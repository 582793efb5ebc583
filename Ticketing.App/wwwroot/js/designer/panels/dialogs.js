// Dialogs: help, palette, questions. A native dialog keeps the focus and closes by Escape.

import { el } from '../../seatmap/dom.js';
import { button } from './fields.js';

/** Opens a dialog in the designer's element; resolves with what close(value) was given, null if it was dismissed. */
export function openDialog(root, t, title, build, { isWide = false } = {}) {
  return new Promise(resolve => {
    let value = null;
    const dialog = el('dialog', { class: `dialog designer-dialog${isWide ? ' is-wide' : ''}`, 'aria-label': title });
    const close = result => {
      value = result ?? null;
      dialog.close();
    };
    dialog.append(el('div', { class: 'designer-dialog-head' }, el('h2', {}, title), button('', () => close(null), { icon: 'close', quiet: true, label: t('Close') })), ...build(close));
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(value);
    });
    root.append(dialog);
    dialog.showModal();
    dialog.querySelector('input:not([type=checkbox]), .button-primary')?.focus();
  });
}

/** A question; resolves to true if it was answered by its verb. */
export const confirm = (root, t, title, text, verb) => openDialog(root, t, title, close => [
  el('p', {}, text),
  el('div', { class: 'form-actions' }, button(verb, () => close(true), { primary: true }), button(t('Cancel'), () => close(null))),
]);

export function ask(root, t, title, label, value, verb) {
  return openDialog(root, t, title, close => {
    const input = el('input', { class: 'input', id: 'designer-ask', maxlength: 80, required: true });
    input.value = value;
    return [el('form', { class: 'form', onsubmit: e => {
      e.preventDefault();
      close(input.value.trim() || null);
    } }, el('div', { class: 'field' }, el('label', { for: 'designer-ask' }, label), input),
    el('div', { class: 'form-actions' }, el('button', { type: 'submit', class: 'button button-small button-primary' }, verb), button(t('Cancel'), () => close(null))))];
  });
}

export const tell = (root, t, title, ...content) => openDialog(root, t, title, close => [
  ...content.map(c => (typeof c === 'string' ? el('p', {}, c) : c)),
  el('div', { class: 'form-actions' }, button(t('Close'), () => close(true), { primary: true })),
]);

/** All keys, from the list of commands. */
export function showHelp(root, t, commands) {
  const groups = [...new Set(commands.map(c => c.group))];
  const more = [['Arrow keys', 'Move by 1 cm, with Shift by 10 cm, with Ctrl to the grid; without a selection: move the view'], ['Alt', 'No snapping while dragging'], ['Shift', 'Add to the selection; while dragging: straight on'],
    ['Ctrl', 'Drag a copy'], ['Space', 'Hold and drag to move the view'], ['Double click', 'Enter the seats of an object'], ['1–9', 'With the brush: choose a category']];
  const list = rows => el('dl', { class: 'designer-keys' }, ...rows.flatMap(([keys, text]) => [el('dt', {}, ...keys.flatMap((k, i) => [i > 0 ? ' ' : null, el('kbd', {}, k)])), el('dd', {}, text)]));
  return openDialog(root, t, t('Keys'), () => [el('div', { class: 'designer-help' },
    ...groups.map(group => el('section', {}, el('h3', {}, t(group)), list(commands.filter(c => c.group === group && c.keys.length > 0).map(c => [c.keys.map(k => local(k, t)), t(c.name)])))),
    el('section', {}, el('h3', {}, t('Mouse and more')), list(more.map(([key, text]) => [[t(key)], t(text)]))))], { isWide: true });
}

const local = (key, t) => (key === '+' ? key : key.split('+').map(k => (k.length > 1 ? t(k) : k)).join('+'));

/** Any command by its name. */
export function showPalette(root, t, commands) {
  return openDialog(root, t, t('All commands'), close => {
    const input = el('input', { class: 'input', type: 'search', role: 'combobox', 'aria-expanded': 'true', 'aria-controls': 'designer-palette', 'aria-label': t('Command'), placeholder: t('Type a command'), autocomplete: 'off' });
    const list = el('ul', { id: 'designer-palette', role: 'listbox', class: 'designer-palette', 'aria-label': t('All commands') });
    let shown = [], at = 0;
    const mark = () => {
      [...list.children].forEach((item, i) => item.setAttribute('aria-selected', String(i === at)));
      input.setAttribute('aria-activedescendant', shown.length > 0 ? `designer-palette-${at}` : '');
      list.children[at]?.scrollIntoView({ block: 'nearest' });
    };
    const draw = () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      shown = commands.filter(c => c.id !== 'palette' && c.can() && words.every(w => t(c.name).toLowerCase().includes(w)));
      at = 0;
      list.replaceChildren(...shown.map((c, i) => el('li', { role: 'option', id: `designer-palette-${i}`, onclick: () => close(c) }, el('span', {}, t(c.name)), el('span', { class: 'muted small' }, c.keys[0] ? local(c.keys[0], t) : t(c.group)))));
      mark();
    };
    input.addEventListener('input', draw);
    input.addEventListener('keydown', e => {
      const by = { ArrowDown: 1, ArrowUp: -1 }[e.key];
      if (by) {
        at = (at + by + shown.length) % Math.max(1, shown.length);
        mark();
        e.preventDefault();
      } else if (e.key === 'Enter' && shown[at]) {
        close(shown[at]);
        e.preventDefault();
      }
    });
    draw();
    return [input, list];
  });
}

/** Which value of each part is kept: resolves to the set of part:key where the own one is. */
export async function decide(root, t, conflicts, describe, show) {
  const mine = new Set();
  await openDialog(root, t, t('Somebody else changed the same'), close => [
    el('p', {}, t('Your other changes are kept. Decide for each of these:')),
    el('ul', { class: 'designer-conflicts', role: 'list' }, ...conflicts.map((c, i) => {
      const key = `${c.part}:${c.key}`;
      const choice = (value, text) => {
        const input = el('input', { type: 'radio', name: `designer-conflict-${i}`, id: `designer-conflict-${i}-${value}` });
        input.checked = value === 'theirs';
        input.addEventListener('change', () => mine[value === 'mine' ? 'add' : 'delete'](key));
        return el('span', { class: 'designer-check' }, input, el('label', { for: input.id }, text));
      };
      return el('li', {}, el('fieldset', {}, el('legend', {}, describe(c)), choice('theirs', t('Theirs')), choice('mine', c.mine === null ? t('Mine: deleted') : t('Mine')), button(t('Show'), () => show(c), { quiet: true })));
    })),
    el('div', { class: 'form-actions' }, button(t('Keep these'), () => close(true), { primary: true })),
  ]);
  return mine;
}
