// What is done with the whole plan: versions, import, export, publishing, best seats.

import { el } from '../seatmap/dom.js';
import { reasonOf } from './saving/api.js';
import { showPublished } from './panels/dates.js';
import { ask, openDialog, tell } from './panels/dialogs.js';
import { button } from './panels/fields.js';

const bytesMax = 20 * 1024 * 1024;
const formats = [['own', 'Complete plan (JSON)'], ['pretix', 'pretix seating plan (JSON)'], ['csv', 'List of seats (CSV)'], ['svg', 'Picture (SVG)']];

export async function saveVersion({ api, editor, root, saver }) {
  const t = editor.t.bind(editor);
  const name = await ask(root, t, t('Save a version'), t('Name of the version'), '', t('Save a version'));
  if (name === null) {
    return;
  }
  const isSaved = await saver.flush();
  const answer = isSaved ? await api.saveVersion(name) : { status: 0, body: null };
  if (answer.status === 200 || answer.status === 201) {
    editor.say(t('Version {0} is saved.', answer.body.number));
  } else {
    await tell(root, t, t('Save a version'), isSaved ? t('The version could not be saved: {0}', reasonOf(answer)) : t('Your changes are not saved yet. Try again when you are online.'));
  }
}

/** A file, ours or pretix': the server turns it into a change set, which is applied after a look at the notes. */
export async function importFile({ api, editor, root, saver, view }) {
  const t = editor.t.bind(editor);
  const file = await pick('.json,application/json');
  if (!file) {
    return;
  }
  if (file.size > bytesMax) {
    await tell(root, t, t('Import'), t('The file is larger than 20 MB.'));
    return;
  }
  await saver.flush(); // the file is compared with what is saved
  const answer = await api.import(file);
  if (answer.status !== 200) {
    await tell(root, t, t('Import'), t('The file could not be read: {0}', reasonOf(answer)));
    return;
  }
  const { changeSet, notes } = answer.body;
  if (!changeSet) {
    await tell(root, t, t('Import'), t('The plan is the same already.'));
    return;
  }
  const isWanted = await openDialog(root, t, t('Import {0}', file.name), close => [
    el('p', {}, t('{0} changes are made to the drawing. They can be undone.', changeSet.changes.length)),
    (notes ?? []).length > 0 ? el('div', { class: 'notice notice-warning' }, el('p', {}, t('What to know:')), el('ul', {}, ...notes.map(n => el('li', {}, n)))) : null,
    el('div', { class: 'form-actions' }, button(t('Apply'), () => close(true), { primary: true, testid: 'import-apply' }), button(t('Cancel'), () => close(null))),
  ]);
  if (isWanted) {
    if (editor.model.objects.size > 0) {
      await api.saveVersion(t('Before an import'));
    }
    editor.commit('Import a file', changeSet.changes);
    await view.show();
  }
}

function pick(accept) {
  return new Promise(resolve => {
    const input = el('input', { type: 'file', accept });
    input.addEventListener('change', () => resolve(input.files[0] ?? null));
    input.addEventListener('cancel', () => resolve(null));
    input.click();
  });
}

export async function showExport({ api, editor, root, saver }) {
  const t = editor.t.bind(editor);
  await saver.flush();
  await openDialog(root, t, t('Export'), () => [
    el('p', {}, saver.isIdle ? t('The file holds what is drawn now.') : t('Some changes are not saved yet and will be missing in the file.')),
    el('ul', { class: 'designer-exports', role: 'list' }, ...formats.map(([format, name]) => el('li', {}, el('a', { class: 'button button-small', href: api.exportUrl(format), download: true }, t(name))))),
  ]);
}

export async function publish(app) {
  const { api, editor, root, saver } = app;
  const t = editor.t.bind(editor);
  if (!(await saver.flush())) {
    await tell(root, t, t('Publish'), t('Your changes are not saved yet. Try again when you are online.'));
    return;
  }
  const answer = await api.publish();
  if (answer.status === 200) {
    await showPublished(app, answer.body.version);
  } else if (answer.status === 422 && answer.body?.problems) {
    app.problems.set(answer.body.problems);
    app.showPanel('problems');
    editor.say(t('The plan cannot be published yet: {0} errors.', app.problems.errors));
  } else {
    await tell(root, t, t('Publish'), t('The plan could not be published: {0}', reasonOf(answer)));
  }
}

/** Rings around the seats that a buyer of four would be offered. */
export async function showBest({ api, editor, root, saver, view }) {
  const t = editor.t.bind(editor);
  await saver.flush();
  const answer = await api.best(4);
  const places = answer.status === 200 ? answer.body.seats.filter(s => (s.x ?? null) !== null).map(s => [s.x, s.y]) : [];
  view.overlay.rings = places;
  if (places.length === 0) {
    await tell(root, t, t('Best seats'), answer.status === 200 || answer.status === 422 ? t('No four seats are found as long as the plan has errors.') : reasonOf(answer));
    return;
  }
  editor.say(t('The best four seats are marked. Escape takes the marks away.'));
  await view.flyToPoint(places[0], 6);
}
