// An empty plan: begin with a template, a file, or nothing.

import { el } from '../../seatmap/dom.js';
import { changesOf, templates } from '../templates.js';
import { button } from './fields.js';

export class Empty {
  #app;
  #card;
  #isDismissed = false;

  constructor(stage, app) {
    this.#app = app;
    const { editor } = app;
    const t = editor.t.bind(editor);
    this.#card = el('section', { class: 'designer-empty', 'aria-label': t('An empty plan'), hidden: true },
      el('h2', {}, t('An empty plan')),
      el('p', { class: 'muted' }, t('Begin with something like your house, and change it.')),
      el('div', { class: 'designer-templates' }, ...templates.map(template => el('button', { type: 'button', class: 'designer-template', 'data-testid': `template-${template.id}`, onclick: () => this.#use(template) },
        el('b', {}, t(template.name)), el('span', { class: 'muted small' }, t(template.text))))),
      el('div', { class: 'designer-acts' },
        button(t('Import a file'), () => app.run('import')),
        button(t('Draw it myself'), () => {
          this.#isDismissed = true;
          this.draw();
          editor.use('row');
          app.view.element.focus();
        }, { testid: 'template-none' })));
    stage.append(this.#card);
    editor.addEventListener('change', () => this.draw());
    editor.addEventListener('options', () => this.draw());
    this.draw();
  }

  draw() {
    const { editor } = this.#app;
    this.#card.hidden = this.#isDismissed || editor.readOnly || editor.model.objects.size > 0;
  }

  #use(template) {
    const { editor, view } = this.#app;
    const { objects, sections, categories } = editor.model;
    const removed = [...sections.values()].map(s => ({ part: 'section', key: s.key, before: s, after: null })).concat([...categories.values()].map(c => ({ part: 'category', key: c.key, before: c, after: null })));
    if (objects.size === 0) {
      // A section or category of the same key is replaced.
      const changes = changesOf(template, editor.t.bind(editor)).map(c => ({ ...c, before: c.part === 'document' ? editor.model.get(c.part, c.key) : editor.model.get(c.part, c.key) }));
      const kept = new Set(changes.map(c => `${c.part}:${c.key}`));
      editor.commit('Begin with a template', [...removed.filter(c => !kept.has(`${c.part}:${c.key}`)), ...changes]);
      view.show();
      view.element.focus();
    }
  }
}
