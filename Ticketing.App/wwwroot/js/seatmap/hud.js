// Controls over the map: back to the whole plan, current section, zoom.

import { el, icon, setText } from './dom.js';

const zoomFactor = 1.8;

export class Hud {
  #camera;
  #describer;
  #geometry;
  #back;
  #here;

  constructor(stage, camera, geometry, describer) {
    this.#camera = camera;
    this.#geometry = geometry;
    this.#describer = describer;
    const t = text => describer.t(text);
    const zoom = factor => camera.flyTo(camera.zoomed(camera.width / 2, camera.height / 2, factor));
    const button = (name, text, onclick, ...paths) => el('button', { type: 'button', 'aria-label': text, title: text, 'data-testid': name, onclick }, icon(...paths));
    this.#back = el('button', { type: 'button', class: 'seatmap-back', 'data-testid': 'zoom-overview', onclick: () => camera.flyTo(camera.overview()) },
      icon('M12 4.5L6.5 10l5.5 5.5'), el('span', {}, t('Whole map')));
    this.#here = el('span', { class: 'seatmap-here', 'aria-hidden': 'true' });
    this.element = el('div', { class: 'seatmap-hud', hidden: true }, this.#back, this.#here);
    stage.append(this.element, el('div', { class: 'seatmap-zoom' },
      button('zoom-in', t('Zoom in'), () => zoom(zoomFactor), 'M10 4v12', 'M4 10h12'),
      button('zoom-out', t('Zoom out'), () => zoom(1 / zoomFactor), 'M4 10h12')));
  }

  update(sectionInView) {
    const isOverview = this.#camera.isOverview;
    if (isOverview && this.element.contains(document.activeElement)) {
      document.activeElement.blur(); // the focused button is about to be hidden
    }
    this.element.hidden = isOverview;
    this.#here.hidden = sectionInView < 0;
    if (!isOverview && sectionInView >= 0) {
      setText(this.#here, `${this.#geometry.sections[sectionInView].name} · ${this.#describer.left(sectionInView)}`);
    }
  }
}
