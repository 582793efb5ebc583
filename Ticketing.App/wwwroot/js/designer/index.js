// Entry module of the plan's page: loads the draft and mounts the designer in its element.

import { el } from '../seatmap/dom.js';
import { Texts } from '../seatmap/texts.js';
import { App } from './app.js';
import { showNotice } from './panels/notice.js';
import { Api, reasonOf } from './saving/api.js';
import { Store } from './saving/store.js';
import { german } from './texts.js';

let app = null;

/** options: { api, readOnly, texts, headers }. Resolves once the draft is drawn. */
export async function mount(element, { api: base, readOnly = false, texts = null, headers = {} }) {
  unmount();
  const language = document.documentElement.lang || 'en';
  const translations = texts && Object.keys(texts).length > 0 ? texts : language.startsWith('de') ? german : {};
  const all = new Texts(translations, language);
  const t = (key, ...values) => all.t(key, ...values);
  const api = new Api(base, headers);
  const store = new Store(base);
  element.classList.add('designer');
  element.replaceChildren(el('p', { class: 'designer-loading', role: 'status' }, t('The plan is loading …')));
  const [draft, unsent] = await Promise.all([api.draft(), readOnly ? null : store.left()]);
  if (draft.status !== 200) {
    element.replaceChildren(el('div', { class: 'designer-loading', role: 'alert' },
      el('p', {}, t('The plan could not be loaded: {0}', draft.status === 0 ? t('no connection') : reasonOf(draft))),
      el('button', { type: 'button', class: 'button', onclick: () => mount(element, { api: base, readOnly, texts, headers }) }, t('Try again'))));
    return;
  }
  app = new App(element, { api, store, draft: draft.body, readOnly, t });
  if (unsent !== null) {
    offer(app, store, unsent, t);
  }
}

/** The mounted designer, for tests; null: none. */
export const current = () => app;

export function unmount() {
  app?.dispose();
  app = null;
}

// A crash or a closed tab left changes behind: they are offered, never applied unasked.
function offer(of, store, unsent, t) {
  const notices = of.root.querySelector('.designer-notices');
  const time = new Intl.DateTimeFormat(document.documentElement.lang || undefined, { dateStyle: 'short', timeStyle: 'short' }).format(new Date(unsent.at));
  const end = () => {
    showNotice(notices, 'unsent', null);
    store.forget();
  };
  showNotice(notices, 'unsent', {
    text: t('{0} changes of {1} were not saved.', unsent.sets.length, time),
    act: [t('Take them in'), () => {
      end();
      let lost = 0;
      for (const set of unsent.sets) {
        const completed = of.editor.model.completed(set);
        if (of.editor.model.misfit(completed) === null) {
          of.editor.commit(set.name, completed.changes);
        } else {
          lost++;
        }
      }
      if (lost > 0) {
        of.editor.say(t('{0} changes do not fit any more: somebody has changed the same since.', lost));
      }
    }],
    more: [t('Discard'), end],
  });
}
