// Versions: list, compare two on the drawing, restore.

import { el } from '../../seatmap/dom.js';
import { compared } from '../core/compare.js';
import { PlanModel } from '../core/model.js';
import { outlineOf } from '../canvas/outline.js';
import { reasonOf } from '../saving/api.js';
import { confirm, openDialog, tell } from './dialogs.js';
import { button } from './fields.js';

const kindNames = { auto: 'Automatic', named: 'Saved by hand', published: 'Published', imported: 'Before an import', restored: 'Restored' };

export class Versions {
  #app;
  #bar;

  constructor(bar, app) {
    this.#app = app;
    this.#bar = bar;
  }

  async show() {
    const { api, editor, root, saver } = this.#app;
    const t = editor.t.bind(editor);
    await saver.flush();
    const answer = await api.versions();
    if (answer.status !== 200) {
      await tell(root, t, t('Versions'), t('The versions could not be loaded: {0}', reasonOf(answer)));
      return;
    }
    const versions = [...answer.body].sort((a, b) => b.number - a.number);
    const date = new Intl.DateTimeFormat(document.documentElement.lang || undefined, { dateStyle: 'medium', timeStyle: 'short' });
    const choice = await openDialog(root, t, t('Versions'), close => {
      const picked = new Set();
      const compare = button(t('Compare the two chosen'), () => close({ act: 'compare', numbers: [...picked].sort((a, b) => a - b) }), { disabled: true });
      const check = v => {
        const input = el('input', { type: 'checkbox', 'aria-label': t('Choose version {0}', v.number) });
        input.addEventListener('change', () => {
          picked[input.checked ? 'add' : 'delete'](v.number);
          compare.disabled = picked.size !== 2;
        });
        return input;
      };
      return [
        versions.length === 0 ? el('p', {}, t('No versions yet. One is saved every ten minutes with changes, and by hand with Ctrl+S.')) : el('div', { class: 'table-scroll' }, el('table', { class: 'table' },
          el('thead', {}, el('tr', {}, el('td'), ...['Version', 'Saved', 'Places'].map(h => el('th', { scope: 'col' }, t(h))), el('td'))),
          el('tbody', {}, ...versions.map(v => el('tr', {},
            el('td', {}, check(v)),
            el('td', {}, el('b', {}, v.name || `#${v.number}`), el('br'), el('span', { class: 'muted small' }, t(kindNames[v.kind] ?? v.kind))),
            el('td', { class: 'small' }, date.format(new Date(v.at)), el('br'), v.by ?? ''),
            el('td', { class: 'number' }, v.places ?? ''),
            el('td', {}, el('div', { class: 'designer-acts' },
              button(t('Compare with now'), () => close({ act: 'compare', numbers: [v.number] }), { label: t('Compare version {0} with now', v.number) }),
              button(t('Restore'), () => close({ act: 'restore', number: v.number }), { disabled: editor.readOnly, label: t('Restore version {0}', v.number) })))))))),
        el('div', { class: 'form-actions' }, compare),
      ];
    }, { isWide: true });
    if (choice?.act === 'compare') {
      await this.compare(...choice.numbers);
    } else if (choice?.act === 'restore') {
      await this.restore(choice.number);
    }
  }

  async restore(number) {
    const { api, editor, root, saver, session } = this.#app;
    const t = editor.t.bind(editor);
    if (!(await confirm(root, t, t('Restore version {0}', number), t('What is drawn now is kept as a version and can be restored as well.'), t('Restore')))) {
      return;
    }
    await saver.flush();
    const answer = await api.restore(number);
    if (answer.status === 200 && await session.reload()) {
      this.close();
      editor.say(t('Version {0} is restored.', number));
      this.#app.view.show();
    } else {
      await tell(root, t, t('Versions'), t('The version could not be restored: {0}', reasonOf(answer)));
    }
  }

  /** Draws what differs between two versions, or between one and the drawing. */
  async compare(first, second = null) {
    const { api, editor, root } = this.#app;
    const t = editor.t.bind(editor);
    const answers = await Promise.all([api.version(first), second === null ? { status: 200, body: null } : api.version(second)]);
    const failed = answers.find(a => a.status !== 200);
    if (failed) {
      await tell(root, t, t('Versions'), t('The versions could not be loaded: {0}', reasonOf(failed)));
      return;
    }
    const before = new PlanModel(answers[0].body.document);
    const after = second === null ? editor.model : new PlanModel(answers[1].body.document);
    this.mark(before, after, second === null ? t('Version {0} and now', first) : t('Versions {0} and {1}', first, second));
  }

  /** Marks the differences of two models, with a bar that counts them. */
  mark(before, after, title) {
    const { editor, view } = this.#app;
    const t = editor.t.bind(editor);
    const diff = compared(before.objects, after.objects);
    const was = o => outlineOf(before, o), is = o => outlineOf(after, o);
    const marks = {
      added: diff.added.map(o => ({ kind: 'added', outline: is(o), object: o })),
      removed: diff.removed.map(o => ({ kind: 'removed', outline: was(o), object: o })),
      moved: diff.moved.map(([a, b]) => ({ kind: 'moved', outline: is(b), from: was(a), object: b })),
      changed: diff.changed.map(([a, b]) => ({ kind: 'changed', outline: is(b), from: was(a), object: b })),
    };
    view.overlay.marks = Object.values(marks).flat();
    const names = { added: '{0} added', removed: '{0} removed', moved: '{0} moved', changed: '{0} changed' };
    const signs = { added: '+', removed: '−', moved: '→', changed: '≠' };
    this.#bar.replaceChildren(el('b', {}, title), ...Object.entries(marks).map(([kind, list]) => {
      let at = -1;
      return button(`${signs[kind]} ${t(names[kind], list.length)}`, () => {
        at = (at + 1) % list.length;
        const { outline, object } = list[at];
        view.flyToPoint([(outline[0][0] + outline[2][0]) / 2, (outline[0][1] + outline[2][1]) / 2], 6);
        editor.say(`${t(names[kind], 1)}: ${this.#app.describe(object)}`);
      }, { disabled: list.length === 0 });
    }), button(t('End the comparison'), () => this.close()));
    this.#bar.hidden = false;
    view.invalidate();
    editor.say([title, ...Object.entries(marks).map(([kind, list]) => t(names[kind], list.length))].join(', '));
  }

  close() {
    this.#bar.hidden = true;
    this.#app.view.overlay.marks = [];
    this.#app.view.invalidate();
  }
}
