// The live seat map. mount() builds it inside an element that Blazor does not render and returns the object that receives frames.
// Seats are passed as dense indexes, sections as indexes in the plan.

import { MapCanvas } from './canvas.js';
import { SeatCard } from './card.js';
import { el, icon, setText } from './dom.js';
import { decodeGeometry } from './geometry.js';
import { SeatGrid } from './grid.js';
import { Hud } from './hud.js';
import { Input } from './input.js';
import { Keyboard } from './keyboard.js';
import { Legend } from './legend.js';
import { SeatList } from './list.js';
import { seatsFrom } from './lod.js';
import { Pointing } from './pointing.js';
import { MapProbe } from './probe.js';
import { Repeats, isHeldDown } from './repeats.js';
import { viewOfSection } from './section-view.js';
import { SeatState, bytesFrom } from './state.js';
import { Describer, Texts } from './texts.js';
import { Tooltip } from './tooltip.js';

const flashSeatPixelsMax = 13;
const settleMilliseconds = 3000; // for the frame that frees a returned seat

/**
 * Builds the map. json: the options { planUrl, tiers: [{ordinal,name,color,category,price:{amount,currency},formatted,closed}], texts, locale, canSelect }.
 * dotnet provides ToggleSeat(int seat) and OpenArea(int section). Resolves when the plan is loaded; an earlier map is replaced then.
 */
export async function mount(root, dotnet, json, former = null) {
  const options = JSON.parse(json);
  const response = await fetch(options.planUrl);
  if (!response.ok) {
    throw new Error(`Seat map: the plan answered ${response.status}.`);
  }
  const geometry = decodeGeometry(await response.json());
  former?.dispose();
  return new SeatMap(root, dotnet, options, geometry);
}

class SeatMap {
  #root;
  #dotnet;
  #options;
  #parts;
  #map;
  #tooltip;
  #card;
  #offers = null;
  #legend;
  #list;
  #keyboard;
  #input;
  #live;
  #stage;
  #hud;
  #pointing;
  #views;
  #repeats = new Repeats();
  #abort = new AbortController();
  #isReady = false;
  #changedSeats = new Set();
  #updating = 0;

  constructor(root, dotnet, options, geometry) {
    this.#root = root;
    this.#dotnet = dotnet;
    this.#options = { canSelect: true, ...options };
    const state = new SeatState(geometry, options.tiers);
    const describer = new Describer(geometry, state, new Texts(options.texts, options.locale));
    this.#parts = { geometry, state, describer, grid: new SeatGrid(geometry) };
    this.#build();
    this.#listen();
    root.seatMap = new MapProbe({ ...this.#parts, map: this.#map, keyboard: this.#keyboard }, seat => this.#toggle(seat));
  }

  // ---- Called by the page

  applySnapshot(text) {
    this.#parts.state.applySnapshot(bytesFrom(text));
    if (!this.#isReady) {
      this.#isReady = true;
      this.#root.dataset.ready = 'true';
      this.#root.dispatchEvent(new CustomEvent('seatmap:ready', { bubbles: true }));
    }
  }

  /** Returns whether no delta is missing. */
  applyDelta(text) {
    this.#parts.state.applyDelta(bytesFrom(text));
    return this.#parts.state.isComplete;
  }

  /** Whether all deltas up to this version have arrived. */
  hasDelta(version) { return this.#parts.state.isComplete && this.#parts.state.version >= version; }
  setSelection(seats) { this.#parts.state.setSelection(seats); }
  setPending(seats) { this.#parts.state.setPending(seats); }
  setCanSelect(canSelect) { this.#options.canSelect = canSelect; }
  setClosed(texts) { this.#parts.state.setClosed(texts); }

  /** Highlights seats by a pulse and brings them into view. */
  flash(seats) {
    const { geometry } = this.#parts;
    const placed = seats.filter(s => s < geometry.placed);
    if (placed.length === 0) {
      return;
    }
    const xs = placed.map(s => geometry.x[s]), ys = placed.map(s => geometry.y[s]);
    const margin = geometry.radius * 8;
    const box = [Math.min(...xs) - margin, Math.min(...ys) - margin, Math.max(...xs) + margin, Math.max(...ys) + margin];
    this.#map.overlay.flash(placed, performance.now());
    this.#map.camera.flyTo(this.#map.camera.viewOf(box, seatsFrom(this.#map.camera, geometry), flashSeatPixelsMax));
    this.#map.invalidate();
    this.#root.scrollIntoView({ block: 'nearest' });
  }

  /** Draws the plans of offers: the canvases with data-seats inside an element, again whenever the theme changes. */
  showOffers(element) {
    this.#offers = element;
    this.#drawOffers();
  }

  /** Focuses the map, or the list when it is shown. */
  focus() {
    (this.#stage.hidden ? this.#list.element.querySelector('summary') : this.#map.element)?.focus();
  }

  zoomToSection(index, at = null) {
    const { geometry } = this.#parts;
    const { camera } = this.#map;
    return camera.flyTo(viewOfSection(camera, geometry, geometry.sections[index], at));
  }

  dispose() {
    this.#abort.abort();
    this.#input.dispose();
    this.#map.dispose();
    cancelAnimationFrame(this.#updating);
    delete this.#root.seatMap;
    delete this.#root.dataset.ready;
    this.#root.replaceChildren();
  }

  // ---- Building

  #build() {
    const { describer, geometry } = this.#parts;
    const t = text => describer.t(text);
    this.#legend = new Legend(geometry, this.#parts.state, describer);
    this.#stage = el('div', { class: 'seatmap-stage' });
    this.#live = el('div', { class: 'seatmap-sr', 'aria-live': 'polite', 'data-testid': 'seat-live' });
    const act = {
      toggle: seat => this.#toggle(seat),
      openArea: section => this.#openArea(section),
      zoomToSection: (section, at) => this.zoomToSection(section, at),
      preview: seat => this.#card.tap(seat),
      endPreview: () => this.#card.close(),
      say: text => setText(this.#live, text),
      changed: () => this.#cursorChanged(),
    };
    this.#list = new SeatList(this.#parts, act);

    const view = (name, text, isOn, ...paths) => el('button', { type: 'button', 'aria-pressed': String(isOn), 'data-testid': `view-${name}`, onclick: () => this.#show(name) }, icon(...paths), el('span', {}, text));
    this.#views = {
      map: view('map', t('Map'), true, 'M3 5l4.5-1.8 5 2L17 3.4v11.4l-4.5 2-5-2L3 16.6z', 'M7.5 3.2v11.6', 'M12.5 5.2v11.6'),
      list: view('list', t('List'), false, 'M7 5h10', 'M7 10h10', 'M7 15h10', 'M3 5h.01', 'M3 10h.01', 'M3 15h.01'),
    };
    this.#root.replaceChildren(
      el('div', { class: 'seatmap-bar' }, this.#legend.element,
        el('div', { class: 'seatmap-views', role: 'group', 'aria-label': t('View') }, this.#views.map, this.#views.list)),
      this.#stage, this.#list.element, this.#live);

    this.#map = new MapCanvas(this.#root, this.#stage, this.#parts);
    this.#map.element.setAttribute('aria-label', describer.t('Seat map, {0}', geometry.name));
    this.#map.element.setAttribute('aria-description', t('Arrow keys move between sections and between seats, Enter opens a section or picks a seat, Escape goes back, plus and minus zoom, N jumps to the next free seat. The list view has the same seats.'));
    this.#tooltip = new Tooltip(this.#stage, geometry, this.#parts.state, describer);
    this.#card = new SeatCard(this.#stage, this.#parts, this.#map, {
      canSelect: () => this.#options.canSelect,
      details: seat => this.#tooltip.details(seat),
      toggle: seat => this.#toggle(seat),
      say: text => setText(this.#live, text),
    });
    this.#keyboard = new Keyboard({ ...this.#parts, camera: this.#map.camera }, act);
    this.#pointing = new Pointing(this.#parts, this.#map, this.#tooltip, act);
    this.#hud = new Hud(this.#stage, this.#map.camera, geometry, describer);
  }

  #listen() {
    const { state } = this.#parts;
    const canvas = this.#map.element;
    this.#map.onMoved = () => this.#moved();
    this.#map.onRestyled = () => this.#drawOffers();
    state.addEventListener('change', ({ detail }) => this.#stateChanged(detail));
    this.#input = new Input(canvas, this.#map.camera, {
      tap: point => this.#pointing.tap(point),
      hover: point => this.#pointing.hover(point),
      grab: () => this.#showCursor(false),
    });
    canvas.addEventListener('focus', () => {
      if (canvas.matches(':focus-visible')) {
        this.#keyboard.enter();
      }
    });
    canvas.addEventListener('blur', () => this.#showCursor(false));
    this.#root.addEventListener('keydown', event => {
      if (isHeldDown(event)) {
        event.preventDefault();
        event.stopPropagation();
      }
    }, { capture: true, signal: this.#abort.signal });
    canvas.addEventListener('keydown', event => {
      if (this.#keyboard.handle(event)) {
        event.preventDefault();
        event.stopPropagation();
      }
    });
  }

  // ---- User actions

  async #toggle(seat) {
    const { describer, state } = this.#parts;
    const say = text => setText(this.#live, text);
    if (this.#repeats.isRepeat(seat, performance.now()) || state.pending.has(seat)) {
      return;
    }
    if (!state.isOwn(seat) && (!state.isFree(seat) || !this.#options.canSelect)) {
      say(this.#options.canSelect ? describer.seat(seat) : describer.t('Seats can’t be chosen right now.'));
      return;
    }
    const wasOwn = state.isOwn(seat);
    let failure = null;
    state.mark(seat, true);
    try {
      await this.#dotnet.invokeMethodAsync('ToggleSeat', seat);
      if (wasOwn && !state.isOwn(seat) && !state.isFree(seat)) {
        await state.changeOf(seat, settleMilliseconds);
      }
    } catch (error) {
      failure = describer.t('That did not reach us. Please try again.');
      console.warn('Seat map: the server did not answer.', error);
    }
    state.mark(seat, false);
    say(failure ?? describer.seat(seat));
  }

  #openArea(section) {
    this.#card.close();
    this.#dotnet.invokeMethodAsync('OpenArea', section).catch(error => console.warn('Seat map: the server did not answer.', error));
  }

  // ---- Updates

  #cursorChanged() {
    this.#showCursor(true);
    const { cursor } = this.#keyboard;
    if (cursor.kind === 'seat') {
      this.#pointing.showSeat(cursor.index);
    } else {
      this.#tooltip.hide();
    }
  }

  #showCursor(isShown) {
    this.#map.overlay.cursor = isShown ? this.#keyboard.cursor : null;
    if (!isShown) {
      this.#tooltip.hide();
    }
    this.#map.invalidate();
  }

  #moved() {
    this.#map.element.classList.toggle('is-overview', this.#map.camera.isOverview);
    this.#hud.update(this.#pointing.sectionInView);
    if (this.#map.overlay.cursor === null && this.#card.seat < 0) {
      this.#pointing.hover(null); // the element under the pointer has changed
    }
    this.#refreshTooltip();
  }

  #drawOffers() {
    for (const canvas of this.#offers?.isConnected ? this.#offers.querySelectorAll('canvas[data-seats]') : []) {
      this.#map.drawOffer(canvas, canvas.dataset.seats.split(',').map(Number));
    }
  }

  #refreshTooltip() {
    if (this.#card.seat >= 0) {
      this.#card.refresh();
      return;
    }
    const { cursor, hoverSeat } = this.#map.overlay;
    const seat = cursor?.kind === 'seat' ? cursor.index : hoverSeat;
    if (seat >= 0) {
      this.#pointing.showSeat(seat);
    }
  }

  #stateChanged({ seats, lost }) {
    if (lost.length > 0 && this.#map.seatShare > 0.5) {
      this.#map.overlay.blink(lost, performance.now());
    }
    // Updates list and legend once per frame, whatever the number of changes.
    if (seats === null) {
      this.#changedSeats = null;
    } else if (this.#changedSeats !== null) {
      seats.forEach(s => this.#changedSeats.add(s));
    }
    this.#updating ||= requestAnimationFrame(() => {
      this.#updating = 0;
      const changed = this.#changedSeats === null ? null : [...this.#changedSeats];
      this.#changedSeats = new Set();
      this.#legend.update();
      this.#hud.update(this.#pointing.sectionInView);
      this.#list.update(changed);
      this.#refreshTooltip();
      this.#sayFocused(changed);
    });
  }

  // The seat with the focus was changed by others: announced, since the focus stays on it.
  #sayFocused(changed) {
    const { describer, state } = this.#parts;
    const cursor = this.#map.overlay.cursor;
    const seat = cursor?.kind === 'seat' ? cursor.index : this.#list.focusedSeat;
    if (changed?.includes(seat) && !state.pending.has(seat)) {
      setText(this.#live, describer.seat(seat));
    }
  }

  #show(name) {
    for (const [key, button] of Object.entries(this.#views)) {
      button.setAttribute('aria-pressed', String(key === name));
    }
    this.#stage.hidden = name !== 'map';
    this.#list.show(name === 'list');
  }
}
