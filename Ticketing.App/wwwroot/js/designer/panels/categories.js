// Legend and brush: categories with their colours and counts, kinds of seats, how far the brush reaches.

import { el } from '../../seatmap/dom.js';
import { change } from '../core/changes.js';
import { removeCategory, reorder, selectCategory } from '../edits.js';
import { statistics } from '../core/statistics.js';
import { newCategory } from '../tools/brush.js';
import { button, heading, refill, selectField, textField } from './fields.js';
import { kindNames } from './inspect-seats.js';

export class Categories {
  #app;
  #panel;

  constructor(panel, app) {
    this.#app = app;
    this.#panel = panel;
    for (const event of ['change', 'options', 'tool']) {
      app.editor.addEventListener(event, () => this.draw());
    }
    this.draw();
  }

  draw() {
    if (this.#panel.hidden) {
      return;
    }
    const { editor } = this.#app;
    const t = editor.t.bind(editor);
    const counts = statistics(editor.model).byCategory;
    const { categories } = editor.model;
    const disabled = editor.readOnly;
    const reaches = [['seat', 'Single seats'], ['row', 'Whole rows'], ['object', 'Whole objects'], ['section', 'Whole sections']];
    refill(this.#panel,
      el('h2', {}, t('Categories')),
      categories.size === 0 ? el('p', { class: 'muted' }, t('A category is a price group, such as “Stalls front”. Add the first one, then paint seats with it.')) : null,
      el('ul', { class: 'designer-legend', role: 'list' }, ...[...categories.values()].map((c, i) => this.#category(c, i, counts.get(c.key) ?? 0, disabled))),
      counts.get(null) ? el('p', { class: 'designer-none small' }, t('{0} places without a category', counts.get(null)), ' ', button(t('Select them'), () => selectCategory(editor, null))) : null,
      el('div', { class: 'designer-acts' }, button(t('Add a category'), () => {
        newCategory(editor);
        this.#app.focusField(`category-${editor.options.category}-name`);
      }, { icon: 'plus', disabled: disabled || categories.size >= 64, name: 'category-add' })),
      heading(t('Brush')),
      el('div', { class: 'designer-acts', role: 'group', 'aria-label': t('Brush') },
        ...[['category', 'Category'], ['kind', 'Kind'], ['erase', 'Eraser']].map(([tool, name]) => el('button', {
          type: 'button', class: 'button button-small', 'aria-pressed': String(editor.tool === tool), onclick: () => editor.use(editor.tool === tool ? 'select' : tool), disabled, 'data-field': `brush-${tool}`,
        }, t(name)))),
      selectField(t('Kind of seat'), editor.options.kind, Object.entries(kindNames).map(([key, text]) => [key, t(text)]), { name: 'brush-kind-of', onChange: kind => editor.set({ kind }) }),
      selectField(t('The brush reaches'), editor.options.reach, reaches.map(([key, text]) => [key, t(text)]), { name: 'brush-reach', onChange: reach => editor.set({ reach }) }),
      el('p', { class: 'muted small' }, t('With the brush: 1 to 9 choose a category, Enter paints the selection.')));
  }

  #category(c, i, count, disabled) {
    const { editor } = this.#app;
    const t = editor.t.bind(editor);
    const set = (patch, name = 'Change a category') => editor.commit(name, [change('category', c.key, c, { ...c, ...patch })], { gesture: `category:${c.key}` });
    const colour = el('input', { type: 'color', value: c.color, 'aria-label': t('Colour of {0}', c.name), disabled, 'data-field': `category-${c.key}-color` });
    colour.addEventListener('change', () => set({ color: colour.value }));
    const isCurrent = c.key === editor.options.category;
    return el('li', { class: `designer-category${isCurrent ? ' is-current' : ''}` },
      colour,
      textField(t('Name of category {0}', i + 1), c.name, { name: `category-${c.key}-name`, disabled, onChange: name => set({ name }) }),
      el('span', { class: 'small number', title: t('Places') }, t('{0}', count)),
      el('div', { class: 'designer-acts' },
        el('button', { type: 'button', class: 'button button-small', 'aria-pressed': String(isCurrent && editor.tool === 'category'), disabled, 'data-field': `category-${c.key}-use`, onclick: () => {
          editor.set({ category: c.key });
          if (editor.tool !== 'category') {
            editor.use('category');
          }
        } }, t('Paint')),
        button(t('Apply to the selection'), () => this.#apply(c.key), { disabled: disabled || editor.selection.size === 0, name: `category-${c.key}-apply` }),
        button(t('Select'), () => selectCategory(editor, c.key), { quiet: true, name: `category-${c.key}-select` }),
        button('', () => reorder(editor, 'category', c.key, -1), { icon: 'up', label: t('Move {0} up', c.name), disabled, quiet: true, name: `category-${c.key}-up` }),
        button('', () => removeCategory(editor, c.key), { icon: 'trash', label: t('Delete the category {0}', c.name), disabled, quiet: true, name: `category-${c.key}-remove` })));
  }

  #apply(key) {
    this.#app.editor.options.category = key;
    this.#app.paintSelection('category');
  }
}
