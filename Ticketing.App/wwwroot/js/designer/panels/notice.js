// Notices below the bar, by name: one each, gone when there is nothing to say.

import { el } from '../../seatmap/dom.js';
import { button } from './fields.js';

/** notice: { text, act: [name, run], more: [name, run] } or null. */
export function showNotice(root, name, notice) {
  root.querySelector(`[data-notice="${name}"]`)?.remove();
  if (notice) {
    root.append(el('div', { class: 'designer-notice', role: 'status', 'data-notice': name },
      el('span', {}, notice.text), ...[notice.act, notice.more].filter(Boolean).map(([text, run]) => button(text, run))));
  }
}
