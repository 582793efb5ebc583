// Tabs (WAI-ARIA): one stop for Tab, arrows within.

import { el } from '../../seatmap/dom.js';

export class Tabs {
  onShow = () => {};
  #tabs = new Map();
  #current;

  /** tabs: [[id, name]] */
  constructor(root, tabs, label) {
    const list = el('div', { role: 'tablist', 'aria-label': label, class: 'designer-tabs' });
    root.append(list);
    for (const [id, name] of tabs) {
      const badge = el('span', { class: 'designer-badge', hidden: true });
      const tab = el('button', { type: 'button', role: 'tab', id: `designer-tab-${id}`, 'aria-controls': `designer-panel-${id}`, onclick: () => this.show(id), 'data-testid': `tab-${id}` }, name, badge);
      const panel = el('div', { role: 'tabpanel', id: `designer-panel-${id}`, 'aria-labelledby': tab.id, class: 'designer-panel', tabindex: 0, hidden: true });
      list.append(tab);
      root.append(panel);
      this.#tabs.set(id, { tab, panel, badge });
    }
    list.addEventListener('keydown', e => {
      const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[e.key];
      if (by) {
        const ids = [...this.#tabs.keys()];
        const next = ids[(ids.indexOf(this.#current) + by + ids.length) % ids.length];
        this.show(next);
        this.#tabs.get(next).tab.focus();
        e.preventDefault();
        e.stopPropagation();
      }
    });
    this.#mark(tabs[0][0]);
  }

  panel(id) { return this.#tabs.get(id).panel; }

  show(id) {
    const previous = this.#current;
    if (previous !== id) {
      this.#mark(id);
      this.onShow(id, previous);
    }
  }

  badge(id, count, isError) {
    const { badge } = this.#tabs.get(id);
    badge.hidden = count === 0;
    badge.textContent = String(count);
    badge.classList.toggle('is-error', isError);
  }

  #mark(id) {
    this.#current = id;
    for (const [key, { tab, panel }] of this.#tabs) {
      tab.setAttribute('aria-selected', String(key === id));
      tab.tabIndex = key === id ? 0 : -1;
      panel.hidden = key !== id;
    }
  }
}
