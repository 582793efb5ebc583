// The header's link to the basket: seats and clock. Hidden without one.

import { refresh } from './basket.js';

let endsAt = 0;

const link = () => document.querySelector('[data-basket]');

const tick = () => {
  const shown = link();
  if (!shown || shown.hidden) return;
  const seconds = Math.max(0, Math.ceil((endsAt - performance.now()) / 1000));
  shown.querySelector('[data-basket-clock]').textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  if (seconds === 0) shown.hidden = true;
};

const show = ({ detail: holds }) => {
  const shown = link();
  if (!shown) return;
  const running = holds.filter(({ seconds }) => seconds > 0).sort((a, b) => a.seconds - b.seconds);
  shown.hidden = running.length === 0;
  if (shown.hidden) return;
  // The one that ends first is where the buyer must go.
  endsAt = performance.now() + 1000 * running[0].seconds;
  shown.href = running[0].address;
  const seats = running.reduce((sum, held) => sum + held.seats, 0);
  shown.querySelector('[data-basket-seats]').textContent = seats === 1 ? shown.dataset.one : shown.dataset.many.replace('{0}', seats);
  tick();
};

document.addEventListener('basket:read', show);
setInterval(tick, 1000);

/** Reads the basket for a new header. */
export const attach = () => refresh();
