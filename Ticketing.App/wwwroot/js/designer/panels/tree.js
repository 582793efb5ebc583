// The objects as a tree of sections: the canvas's twin for keyboard and screen reader.

import { el } from '../../seatmap/dom.js';
import { addSection, removeSection, reorder, selectSection } from '../edits.js';
import { belongsToSection, isSeated } from '../core/objects.js';
import { nextName } from '../core/naming.js';
import { statistics } from '../core/statistics.js';
import { button, refill, selectField } from './fields.js';
import { typeNames } from './inspector.js';

const shownMax = 800;
const openMax = 200; // more objects are folded until asked for

export class Tree {
  #app;
  #panel;
  #list;
  #acts = el('div', { class: 'designer-acts' });
  #floor = el('div');
  #open = new Map(); // section → whether it is unfolded, where somebody said so
  #at = null; // key of the item that Tab reaches
  #pending = false;

  constructor(panel, app) {
    this.#app = app;
    this.#panel = panel;
    this.#list = el('ul', { role: 'tree', class: 'designer-tree', 'aria-label': app.editor.t('Objects'), 'aria-multiselectable': 'true', 'data-testid': 'designer-tree' });
    panel.append(el('h2', {}, app.editor.t('Sections and objects')), this.#floor, this.#list, this.#acts);
    this.#list.addEventListener('click', e => this.#click(e));
    this.#list.addEventListener('keydown', e => this.#key(e));
    this.#list.addEventListener('focusin', e => { this.#at = e.target.dataset.key ?? this.#at; });
    const later = () => {
      if (!this.#pending) {
        this.#pending = true;
        requestAnimationFrame(() => {
          this.#pending = false;
          this.draw();
        });
      }
    };
    app.editor.addEventListener('change', later);
    app.editor.addEventListener('options', later);
    app.editor.addEventListener('selection', () => this.#mark());
    this.draw();
  }

  draw() {
    const { editor } = this.#app;
    const counts = statistics(editor.model).bySection;
    const hadFocus = this.#list.contains(document.activeElement);
    const rest = [...editor.model.objects.values()].filter(o => !belongsToSection(o) || !editor.model.sections.has(o.section));
    this.#list.replaceChildren(
      ...[...editor.model.sections.values()].map(s => this.#section(`section:${s.key}`, s.name, counts.get(s.key) ?? 0, [...editor.model.objects.values()].filter(o => o.section === s.key), s)),
      ...(rest.length > 0 ? [this.#section('section:', editor.t('Drawing'), null, rest, null)] : []));
    const items = this.#items();
    if (!items.some(i => i.dataset.key === this.#at)) {
      this.#at = items[0]?.dataset.key ?? null;
    }
    this.#tabTo(this.#at, hadFocus);
    this.#mark();
    this.#drawActs();
  }

  #section(key, name, count, objects, section) {
    const { editor } = this.#app;
    const isOpen = this.#isOpen(section?.key ?? '');
    const isCurrent = section !== null && section.key === editor.options.section;
    const floor = section?.floor ? editor.model.floors.get(section.floor)?.name : null;
    const item = el('li', { role: 'treeitem', 'data-key': key, 'aria-expanded': String(isOpen), tabindex: -1, 'aria-current': isCurrent ? 'true' : null },
      el('div', { class: 'designer-tree-line' },
        el('span', { class: 'designer-tree-toggle', 'aria-hidden': 'true' }, isOpen ? '▾' : '▸'),
        el('span', { class: 'designer-tree-name' }, name),
        el('span', { class: 'muted small number' }, [floor, editor.t('{0}', count ?? objects.length)].filter(Boolean).join(' · '))));
    if (isOpen) {
      item.append(el('ul', { role: 'group' }, ...objects.slice(0, shownMax).map(o => this.#object(o))));
    }
    return item;
  }

  #isOpen(key) { return this.#open.get(key) ?? this.#app.editor.model.objects.size <= openMax; }

  #object(o) {
    return el('li', { role: 'treeitem', 'data-key': `object:${o.id}`, tabindex: -1, 'aria-selected': 'false' },
      el('div', { class: `designer-tree-line${o.hidden ? ' is-hidden' : ''}` },
        el('span', { class: 'designer-tree-name' }, this.#app.describe(o)),
        el('span', { class: 'muted small number' }, `${o.locked ? '🔒 ' : ''}${isSeated(o) || o.type === 'area' ? this.#app.editor.t('{0}', o.capacity ?? this.#app.editor.model.seats(o).left) : ''}`)));
  }

  #mark() {
    const { selection } = this.#app.editor;
    for (const item of this.#list.querySelectorAll('[data-key^="object:"]')) {
      const isSelected = selection.has(item.dataset.key.slice(7));
      if ((item.getAttribute('aria-selected') === 'true') !== isSelected) {
        item.setAttribute('aria-selected', String(isSelected));
      }
    }
    const only = selection.size === 1 && !this.#list.contains(document.activeElement) ? this.#list.querySelector(`[data-key="object:${CSS.escape([...selection][0])}"]`) : null;
    if (only) {
      this.#tabTo(only.dataset.key, false);
      const line = only.firstChild.getBoundingClientRect(), box = this.#panel.getBoundingClientRect();
      if (line.top < box.top || line.bottom > box.bottom) {
        this.#panel.scrollTop += line.top - box.top - box.height / 3;
      }
    }
  }

  #drawActs() {
    const { editor } = this.#app;
    const t = editor.t.bind(editor);
    const { section, floor } = editor.options;
    const name = editor.model.sections.get(section)?.name;
    const disabled = editor.readOnly || !name;
    refill(this.#acts,
      button(t('Add a section'), () => this.#add(), { disabled: editor.readOnly, icon: 'plus', name: 'section-add' }),
      button('', () => reorder(editor, 'section', section, -1), { icon: 'up', label: t('Move the section {0} up', name), disabled, name: 'section-up' }),
      button('', () => reorder(editor, 'section', section, 1), { icon: 'down', label: t('Move the section {0} down', name), disabled, name: 'section-down' }),
      button('', () => removeSection(editor, section), { icon: 'trash', label: t('Delete the section {0} with everything in it', name), disabled, name: 'section-remove' }));
    refill(this.#floor, editor.model.floors.size > 0
      ? selectField(t('Floor'), floor, [[null, t('All floors')], ...[...editor.model.floors.values()].map(f => [f.key, f.name])], { name: 'tree-floor', onChange: v => editor.set({ floor: v || null }) }) : null);
  }

  #add() {
    const { editor } = this.#app;
    addSection(editor, nextName(editor.t('Section'), [...editor.model.sections.values()].map(s => s.name), editor.model.sections.size + 1));
    this.#open.set(editor.options.section, true);
    this.#app.showPanel('properties');
    this.#app.focusField('section-name');
  }

  #click(event) {
    const item = event.target.closest('[role=treeitem]');
    if (item) {
      const isToggle = event.target.closest('.designer-tree-toggle') !== null;
      this.#tabTo(item.dataset.key, true);
      this.#activate(item.dataset.key, { toggle: event.ctrlKey || event.metaKey || event.shiftKey, isToggle });
    }
  }

  #activate(key, { toggle = false, isToggle = false } = {}) {
    const { editor } = this.#app;
    if (key.startsWith('object:')) {
      editor.select([key.slice(7)], { toggle, reveal: true });
      return;
    }
    const section = key.slice(8);
    const wasCurrent = section === '' || section === editor.options.section;
    if (isToggle || wasCurrent || !this.#isOpen(section)) {
      this.#open.set(section, !this.#isOpen(section));
    }
    if (section !== '' && !isToggle) {
      editor.select([]);
      editor.set({ section });
    }
    this.draw();
  }

  #key(event) {
    const items = this.#items();
    const at = items.findIndex(i => i.dataset.key === this.#at);
    const key = this.#at ?? '';
    const section = key.startsWith('section:') ? key.slice(8) : null;
    const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 };
    if (event.key in moves) {
      const next = items[Math.max(0, Math.min(items.length - 1, moves[event.key]))];
      this.#tabTo(next?.dataset.key, true);
    } else if (event.key === 'ArrowRight' && section !== null) {
      this.#open.set(section, true);
      this.draw();
    } else if (event.key === 'ArrowLeft') {
      const open = section ?? this.#app.editor.model.objects.get(key.slice(7))?.section ?? '';
      this.#open.set(open, false);
      this.#at = `section:${open}`;
      this.draw();
    } else if (event.key === 'Enter' || event.key === ' ') {
      if (section !== null && event.key === ' ' && section !== '') {
        selectSection(this.#app.editor, section);
      } else {
        this.#activate(key, { toggle: event.key === ' ' });
      }
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #items() { return [...this.#list.querySelectorAll('[role=treeitem]')]; }

  #tabTo(key, isFocused) {
    for (const item of this.#items()) {
      item.tabIndex = item.dataset.key === key ? 0 : -1;
      if (item.dataset.key === key && isFocused) {
        item.focus({ preventScroll: false });
      }
    }
    this.#at = key ?? this.#at;
  }
}

/** A sentence for an object: in the tree and for screen readers. */
export function describe(editor, o) {
  const t = editor.t.bind(editor);
  if ((o.type === 'stage' || o.type === 'text') && o.text) {
    return o.text;
  }
  if (o.type === 'block') {
    const rows = editor.model.seats(o).rowNames;
    return t('Rows {0}–{1}', rows[0], rows.at(-1));
  }
  return `${t(typeNames[o.type])} ${o.name ?? ''}`.trim();
}

