// Verifies the draw: the seed against the published commitment, and the place of any lot.

import { commitmentOf, drawOf } from './draw.js';

const root = document.querySelector('[data-draw]');
const texts = JSON.parse(root.dataset.texts);
const part = (name) => root.querySelector(`[data-part="${name}"]`);
const say = (text, ...values) => text.replace(/\{(\d)\}/g, (_, i) => values[i]);
const { seed, commitment } = root.dataset;
const lots = Number(root.dataset.lots);

async function check() {
  const fits = (await commitmentOf(seed)) === commitment;
  part('seed-answer').textContent = fits ? texts.seedFits : texts.seedDiffers;
  part('seed-answer').dataset.answer = fits ? 'yes' : 'no';
}

part('lot-form')?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const lot = Number(new FormData(event.target).get('lot')) - 1;
  const isDrawn = Number.isInteger(lot) && lot >= 0 && lot < lots;
  const place = isDrawn ? await (await drawOf(seed, lots)).placeOf(lot) : lot;
  part('lot-answer').textContent = isDrawn ? say(texts.place, lot + 1, place + 1) : texts.noLot;
  part('lot-answer').dataset.place = isDrawn ? String(place) : '';
});

part('all')?.addEventListener('click', async () => {
  const draw = await drawOf(seed, lots);
  const seen = new Uint8Array(lots);
  for (let lot = 0; lot < lots; lot++) {
    seen[await draw.placeOf(lot)]++;
    if (lot % 500 === 0) {
      part('all-answer').textContent = say(texts.counting, lot, lots);
    }
  }

  part('all-answer').textContent = seen.every((count) => count === 1) ? say(texts.allOnce, lots) : texts.notAll;
});

if (seed) {
  check();
}
