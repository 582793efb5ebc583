// The organizer needs a newer version: nothing is scanned until it is there.

import { el, setText } from '../../seatmap/dom.js';
import { button, page } from './parts.js';

export function tooOldScreen(app) {
  const { t, updates } = app;
  const state = el('p', { role: 'status' });
  return {
    element: page({ title: t('Update the app'), lead: t('The organizer needs a newer version. Scans are kept and sent all the same.') }, state,
      button(t('Update now'), async () => {
        setText(state, t('The new version is loading …'));
        if (await updates.check()) {
          updates.apply();
        } else {
          location.reload();
        }
      }, { kind: 'button-primary button-large button-block', iconName: 'down' })),
  };
}
