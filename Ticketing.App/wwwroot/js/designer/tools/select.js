// Select, move, handles, marquee; inside an object the same for its seats.

import { moved } from '../core/transform.js';
import { grown, intersects } from '../core/points.js';
import { linesOf, onGrid, snapped } from '../core/snap.js';
import { toLocal } from '../core/transform.js';
import { css } from '../../seatmap/theme.js';
import { dragged, handlesOf } from '../canvas/handles.js';
import { duplicate, nudged } from '../edits.js';

const snapPixels = 7;
const handleReachPixels = 9;
const handleReachTouch = 20;
const neighboursMax = 300;

export class SelectTool {
  cursor = 'default';
  #editor;
  #view;
  #hits;
  #gesture = null;

  constructor({ editor, view, hits }) {
    this.#editor = editor;
    this.#view = view;
    this.#hits = hits;
  }

  hover(p) {
    this.cursor = this.#handleAt(p) ? 'crosshair' : this.#hits.object(p.at, 3 * p.perPixel) ? 'move' : 'default';
  }

  click(p) {
    if (this.#editor.entered !== null) {
      const hit = this.#hits.seat(p.at, this.#editor.model.seatRadius + 4 * p.perPixel, true);
      if (hit?.object.id === this.#editor.entered) {
        this.#editor.selectSeats(p.shift && this.#editor.seats.size > 0 ? range([...this.#editor.seats].at(-1), hit.seat) : [hit.seat], { add: p.shift, toggle: p.ctrl || this.#editor.options.several });
        return;
      }
    }
    const hit = this.#hits.object(p.at, (p.isTouch ? 10 : 4) * p.perPixel);
    if (hit) {
      this.#editor.select([hit.id], { toggle: p.shift || p.ctrl || this.#editor.options.several, alone: p.alt });
    } else if (!p.shift) {
      this.#editor.select([]);
    }
  }

  double(p) {
    const hit = this.#hits.seat(p.at, this.#editor.model.seatRadius + 4 * p.perPixel);
    if (hit) {
      this.#editor.enter(hit.object.id);
      this.#editor.selectSeats([hit.seat]);
    } else {
      this.click(p);
    }
  }

  down(p) {
    const editor = this.#editor;
    const handle = this.#handleAt(p);
    if (handle && !editor.readOnly) {
      this.#gesture = { kind: 'handle', handle, object: editor.single };
      return;
    }
    if (editor.entered !== null) {
      const hit = this.#hits.seat(p.at, editor.model.seatRadius);
      const isOwn = hit?.object.id === editor.entered && editor.seats.has(hit.seat);
      this.#gesture = { kind: isOwn && !editor.readOnly ? 'nudge' : 'seats', box: [...p.at, ...p.at] };
      return;
    }
    const hit = this.#hits.object(p.at, (p.isTouch ? 10 : 4) * p.perPixel);
    if (!hit || editor.readOnly) {
      this.#gesture = { kind: 'marquee', box: [...p.at, ...p.at] };
      return;
    }
    if (!editor.selection.has(hit.id)) {
      editor.select([hit.id], { add: p.shift || editor.options.several, alone: p.alt });
    }
    this.#gesture = this.#startMove(p);
  }

  #startMove(p) {
    const editor = this.#editor;
    const objects = editor.movable;
    const ids = new Set(objects.map(o => o.id));
    const visible = [this.#view.camera.worldX(0), this.#view.camera.worldY(0), this.#view.camera.worldX(this.#view.camera.width), this.#view.camera.worldY(this.#view.camera.height)];
    const neighbours = [];
    for (const o of editor.model.objects.values()) {
      if (!ids.has(o.id) && editor.isShown(o) && neighbours.length < neighboursMax && intersects(editor.model.box(o), visible)) {
        neighbours.push(editor.model.box(o));
      }
    }
    return { kind: 'move', objects, box: editor.model.boxOfAll(objects), lines: linesOf(neighbours), isCopy: p.ctrl };
  }

  drag(p, start) {
    const gesture = this.#gesture;
    const dx = p.at[0] - start.at[0], dy = p.at[1] - start.at[1];
    if (gesture?.kind === 'move' && gesture.objects.length > 0) {
      this.#move(gesture, p, dx, dy);
    } else if (gesture?.kind === 'handle') {
      const to = this.#editor.options.snap && !p.alt && ['corner', 'between', 'path'].includes(gesture.handle.kind)
        ? p.at.map(v => onGrid(v, this.#editor.options.gridSize / 2)) : p.at;
      gesture.result = dragged(this.#editor.model, gesture.object, gesture.handle, gesture.handle.at, to, p.alt);
      this.#editor.show([gesture.result]);
    } else if (gesture?.kind === 'nudge') {
      const o = this.#editor.enteredObject;
      const [lx, ly] = toLocal(o, [o.x + dx, o.y + dy]);
      gesture.result = nudged(this.#editor, o, lx, ly);
      this.#editor.show([gesture.result]);
    } else if (gesture) {
      gesture.box = [Math.min(start.at[0], p.at[0]), Math.min(start.at[1], p.at[1]), Math.max(start.at[0], p.at[0]), Math.max(start.at[1], p.at[1])];
    }
  }

  #move(gesture, p, dx, dy) {
    const { options } = this.#editor;
    let [mx, my] = p.shift ? (Math.abs(dx) > Math.abs(dy) ? [dx, 0] : [0, dy]) : [dx, dy];
    this.#view.overlay.guides = [];
    if (options.snap && !p.alt) {
      const box = gesture.box.map((v, i) => v + (i % 2 === 0 ? mx : my));
      const snap = snapped(box, gesture.lines, { reach: snapPixels * p.perPixel, grid: options.gridSize / 5 });
      mx += p.shift && mx === 0 ? 0 : snap.dx;
      my += p.shift && my === 0 ? 0 : snap.dy;
      this.#view.overlay.guides = snap.guides;
    }
    gesture.by = [mx, my];
    this.#editor.show(gesture.objects.map(o => moved(o, mx, my)));
  }

  up(p) {
    const gesture = this.#gesture, editor = this.#editor;
    this.#gesture = null;
    this.#view.overlay.guides = [];
    if (!gesture) {
      return;
    }
    switch (gesture.kind) {
      case 'move': {
        const results = [...(editor.preview?.objects.values() ?? [])];
        if (gesture.isCopy && gesture.by) {
          editor.show(null);
          duplicate(editor, gesture.objects, ...gesture.by);
        } else {
          editor.replace('Move objects', results);
        }
        break;
      }
      case 'handle':
        editor.replace(handleNames[gesture.handle.kind], gesture.result ? [gesture.result] : []);
        break;
      case 'nudge':
        editor.replace('Nudge seats', gesture.result ? [gesture.result] : []);
        break;
      case 'seats': {
        const seats = editor.model.seats(editor.enteredObject);
        const inside = [...Array(seats.count).keys()].filter(i => seats.x[i] >= gesture.box[0] && seats.x[i] <= gesture.box[2] && seats.y[i] >= gesture.box[1] && seats.y[i] <= gesture.box[3]);
        editor.selectSeats(inside, { add: p.shift });
        break;
      }
      default:
        editor.select(this.#hits.inBox(gesture.box).map(o => o.id), { add: p.shift || editor.options.several, alone: p.alt });
    }
  }

  cancel() {
    this.#gesture = null;
    this.#view.overlay.guides = [];
    this.#editor.show(null);
  }

  draw(ctx, view, theme) {
    const box = this.#gesture?.kind === 'marquee' || this.#gesture?.kind === 'seats' ? this.#gesture.box : null;
    if (box) {
      const rect = [view.x(box[0]), view.y(box[1]), (box[2] - box[0]) * view.scale, (box[3] - box[1]) * view.scale];
      ctx.fillStyle = css(theme.focus, 0.1);
      ctx.fillRect(...rect);
      ctx.strokeStyle = css(theme.focus);
      ctx.lineWidth = 1;
      ctx.strokeRect(...rect);
    }
  }

  #handleAt(p) {
    const o = this.#editor.single;
    if (!o || this.#editor.readOnly || this.#editor.entered !== null) {
      return null;
    }
    const reach = (p.isTouch ? handleReachTouch : handleReachPixels) * p.perPixel;
    const box = grown(this.#editor.model.box(o), reach + 90 * p.perPixel);
    if (p.at[0] < box[0] || p.at[0] > box[2] || p.at[1] < box[1] || p.at[1] > box[3]) {
      return null;
    }
    // On a small object its own handles would leave no place to take hold of it.
    const own = this.#editor.model.box(o);
    const isSmall = Math.max(own[2] - own[0], own[3] - own[1]) < 4 * reach;
    return handlesOf(this.#editor.model, o, 1 / p.perPixel)
      .filter(h => !isSmall || ['rotate', 'bend', 'seats', 'rows'].includes(h.kind))
      .filter(h => Math.hypot(h.at[0] - p.at[0], h.at[1] - p.at[1]) <= reach)
      .sort((a, b) => (a.isMinor ?? false) - (b.isMinor ?? false))[0] ?? null;
  }
}

const handleNames = {
  corner: 'Move a corner', between: 'Add a corner', path: 'Move a corner', rotate: 'Rotate objects', size: 'Change the size', width: 'Change the size',
  depth: 'Change the size', seats: 'Change the seats of a row', rows: 'Change the rows of a block', bend: 'Bend rows',
};

const range = (from, to) => Array.from({ length: Math.abs(to - from) + 1 }, (_, i) => Math.min(from, to) + i);
