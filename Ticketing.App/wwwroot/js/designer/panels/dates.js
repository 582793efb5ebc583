// Dates on sale by an earlier version of the plan: what the newest one changes of each, and applying it.

import { el } from '../../seatmap/dom.js';
import { reasonOf } from '../saving/api.js';
import { openDialog, tell } from './dialogs.js';
import { button } from './fields.js';

const labelsShown = 12;

const changeTexts = [['added', '{0} new places'], ['moved', '{0} moved seats'], ['otherCategory', '{0} places of another category'], ['otherKind', '{0} seats of another kind']];

const blockTexts = {
  'sold-seat-would-vanish': '{0} sold seats are missing in the new version: put them back.',
  'held-seat-would-vanish': '{0} seats in baskets are missing in the new version: put them back.',
  'seat-would-vanish': '{0} seats are missing in the new version: put them back, and set them aside on the page of held seats.',
  'seat-would-be-renamed': '{0} seats have another name: tickets and baskets have the earlier one.',
  'price-missing': '{0} places are of a category that has no price for this date.',
  'places-of-areas-follow': 'Plans with areas without seats cannot get more seats while they are sold.',
};

/** Published: and which dates still are sold by an earlier version. */
export async function showPublished({ api, editor, root }, version) {
  const t = editor.t.bind(editor);
  const answer = await api.dates();
  const earlier = answer.status === 200 ? answer.body.filter(date => !date.current) : [];
  if (earlier.length === 0) {
    await tell(root, t, t('Published'), t('Version {0} is published. New performances use it.', version));
    return;
  }
  const chosen = await openDialog(root, t, t('Published'), close => [
    el('p', {}, t('Version {0} is published. New performances use it.', version)),
    el('p', {}, t('These are sold by an earlier version:')),
    el('ul', { class: 'designer-dates', role: 'list' }, ...earlier.map(date => el('li', {},
      el('span', {}, `${date.title}, ${timeOf(date)}`),
      button(t('Show the changes'), () => close(date), { label: t('Show the changes: {0}', `${date.title}, ${timeOf(date)}`), testid: 'date-change' })))),
    el('div', { class: 'form-actions' }, button(t('Close'), () => close(null))),
  ], { isWide: true });
  if (chosen && await update({ api, editor, root }, chosen)) {
    await showPublished({ api, editor, root }, version);
  }
}

/** Shows what changes of a date; resolves to whether to go on with the others. */
async function update({ api, editor, root }, date) {
  const t = editor.t.bind(editor);
  const answer = await api.planChange(date.performance);
  if (answer.status !== 200) {
    await tell(root, t, date.title, reasonOf(answer));
    return true;
  }
  const { hash, blocks } = answer.body;
  const changes = changeTexts.filter(([key]) => answer.body[key] > 0).map(([key, text]) => t(text, answer.body[key]));
  const isWanted = await openDialog(root, t, `${date.title}, ${timeOf(date)}`, close => [
    el('ul', { class: 'designer-dates', role: 'list', 'data-testid': 'date-changes' }, ...(changes.length > 0 ? changes : [t('Only the drawing changes.')]).map(text => el('li', {}, text))),
    ...blocks.map(block => el('div', { class: 'notice notice-error', 'data-testid': 'date-block', 'data-kind': block.kind }, el('p', {}, t(blockTexts[block.kind], block.places)), el('p', { class: 'small' }, labelsOf(block, t)))),
    el('p', { class: 'muted' }, t('What is sold or held keeps its seat and its price. Open seat maps follow within seconds.')),
    el('div', { class: 'form-actions' },
      button(t('Update this date'), () => close(true), { primary: true, disabled: blocks.length > 0, testid: 'date-apply' }),
      button(t('Back'), () => close(null))),
  ], { isWide: true });
  if (isWanted) {
    const applied = await api.applyPlanChange(date.performance, hash);
    if (applied.status === 200) {
      editor.say(t('The date is sold by the new version.'));
    } else {
      await tell(root, t, date.title, reasonOf(applied));
    }
  }
  return true;
}

const labelsOf = (block, t) => block.labels.slice(0, labelsShown).join(', ') + (block.labels.length > labelsShown ? ` ${t('and more')}` : '');

const timeOf = date => new Intl.DateTimeFormat(document.documentElement.lang || undefined, { dateStyle: 'medium', timeStyle: 'short', timeZone: date.timeZone }).format(new Date(date.startsAt));
