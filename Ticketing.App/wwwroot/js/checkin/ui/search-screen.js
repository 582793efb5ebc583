// Search by name or order number. Nothing can be browsed, and nobody is checked in by a short tap.

import { el, setText } from '../../seatmap/dom.js';
import { hitsMax, lettersMin } from '../search.js';
import { placeText } from './format.js';
import { button, icon, iconButton, pressButton } from './parts.js';

export function searchScreen(app) {
  const { t, format, device } = app;
  const input = el('input', { class: 'input', type: 'search', autocomplete: 'off', spellcheck: 'false', enterkeyhint: 'search', 'aria-label': t('Name or order number') });
  const hint = el('p', { class: 'muted', role: 'status' });
  const list = el('ul', { class: 'checkin-hits', role: 'list' });

  const draw = () => {
    if (device.search === null) {
      setText(hint, '');
      list.replaceChildren(el('li', { class: 'empty' }, icon('lock'), el('h2', {}, t('The names are closed')),
        el('p', {}, device.hasShift ? t('The list on this device has no names. Load it again.') : t('The key of the shift is fetched once, with a connection.')),
        button(t('Begin the shift'), async () => {
          const begun = await device.beginShift();
          if (!begun) {
            app.notify(t('There is no connection, or this device may not search.'));
          } else if (device.search === null && device.choice.performance !== null) {
            await device.loadPack(device.choice.performance);
          }
          draw();
        }, { kind: 'button-primary' })));
      return;
    }
    const { hits, more, short } = device.search.find(input.value);
    setText(hint, input.value.trim() === '' || short ? t('At least {0} letters of a name, or an order number.', lettersMin)
      : hits.length === 0 ? t('Nobody is found. Check the spelling, or try the order number.')
        : more ? t('The first {0} of more. Type more letters.', hitsMax) : t('{0} found', hits.length));
    list.replaceChildren(...hits.map(hit => row(hit)));
  };

  const row = ({ name, order, ref }) => {
    const ticket = device.judge.state(ref);
    const pack = device.packs.get(device.choice.performance);
    const zone = pack.header.performance.timeZone;
    const isIn = ticket?.entry === 1;
    const state = ticket === null ? [t('Not in the list'), 'warning']
      : ticket.state !== 0 ? [ticket.state === 5 ? t('Blocked') : t('Void'), 'danger']
        : isIn ? [ticket.lastAt === null ? t('Inside') : t('In at {0}.', format.when(ticket.lastAt, device.clock.now, zone)), 'info']
          : ticket.entry === 2 ? [t('Went out'), 'warning'] : [t('Not in yet'), 'success'];
    const act = device.choice.kind === 'exit' ? t('Check out') : t('Check in');
    return el('li', { class: 'checkin-hit' },
      el('div', {}, el('strong', {}, name), el('span', {}, [placeText(ticket === null ? null : pack.place(ticket.seat), t), ticket === null ? null : pack.header.tiers[ticket.tier]].filter(Boolean).join(', ')),
        el('span', { class: 'muted' }, t('Order {0}', order)), el('span', { class: `badge badge-${state[1]}` }, state[0])),
      pressButton(act, async () => app.shown(await device.judge.listed(ref, 'search')), t('Hold to confirm')));
  };

  input.addEventListener('input', draw);
  draw();
  return {
    element: el('main', { class: 'checkin-page is-narrow' },
      el('header', { class: 'checkin-page-head' }, iconButton('back', t('Back to scanning'), () => app.show('scan')), el('h1', { tabindex: '-1' }, t('Search'))),
      el('div', { class: 'checkin-search' }, icon('search'), input), hint, list),
    focus: input,
    refreshAfterVerdict: draw,
  };
}
