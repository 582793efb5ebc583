// Tools that draw something new: rows, segmented rows, blocks, tables, polygons, texts.

import { css } from '../../seatmap/theme.js';
import { drawText } from '../../seatmap/draw-text.js';
import { nextName, nextRowNames, nextRowNumbering, nextTableNames } from '../core/naming.js';
import { angleOf, distance, normalAngle, round } from '../core/points.js';
import { object } from '../core/objects.js';
import { onAngle, onGrid } from '../core/snap.js';
import { trace } from '../canvas/painter.js';

const closePixels = 12;

/** What the drawing tools have in common: snapping and a draft that is drawn while it is dragged. */
class DrawTool {
  cursor = 'crosshair';
  editor;
  view;
  draft = null;

  constructor({ editor, view }) {
    this.editor = editor;
    this.view = view;
  }

  snap(p) {
    const { snap, gridSize } = this.editor.options;
    return snap && !p.alt ? p.at.map(v => onGrid(v, gridSize / 5)) : p.at;
  }

  get rowName() { return nextRowNames(this.editor.model, this.editor.options.section, 1)[0]; }

  get centre() { return [this.view.camera.cx, this.view.camera.cy].map(v => onGrid(v, this.editor.options.gridSize)); }

  drag(p, start) {
    this.draft = object({ ...this.drafted(this.snap(start), this.snap(p), p), id: '·' });
    this.editor.show([this.draft]);
  }

  up() {
    const { draft } = this;
    this.cancel();
    if (draft) {
      const { id: _, ...rest } = draft;
      this.place(rest);
    }
  }

  cancel() {
    this.draft = null;
    this.editor.show(null);
  }

  place(draft) {
    this.editor.add(this.title, [draft]);
    this.editor.use('select');
  }

  draw(ctx, view, theme) {
    if (this.draft) {
      const text = this.caption(this.draft);
      const at = this.view.overlay.pointer;
      if (text && at) {
        drawText(ctx, text, at.x + 34, at.y - 14, 13, theme.font, css(theme.ink));
      }
    }
  }

  caption(draft) { return this.editor.t('{0} seats', this.editor.model.seats(draft).count); }
}

export class RowTool extends DrawTool {
  title = 'Add a row';

  drafted(from, to, p) {
    const { spacing } = this.editor.options;
    const raw = angleOf(from, to);
    const angle = p.alt || !this.editor.options.snap ? raw : onAngle(raw, 5);
    const seats = Math.max(1, Math.min(1000, Math.round(distance(from, to) / spacing) + 1));
    const half = ((seats - 1) * spacing) / 2, radians = (angle * Math.PI) / 180;
    // Drawn from right to left it still faces the stage.
    const facing = Math.abs(normalAngle(angle) - 180) < 90 ? angle + 180 : angle;
    return {
      type: 'row', name: this.rowName, seats, spacing, angle: normalAngle(facing),
      x: round(from[0] + half * Math.cos(radians)), y: round(from[1] + half * Math.sin(radians)),
    };
  }

  click(p) { this.insert(this.snap(p)); }

  /** A row in its usual size, for a click or the keyboard. */
  insert([x, y] = this.centre) {
    this.place({ type: 'row', name: this.rowName, seats: 10, spacing: this.editor.options.spacing, x, y });
  }
}

export class BlockTool extends DrawTool {
  title = 'Add a block';

  drafted(from, to) {
    const { spacing, rowSpacing } = this.editor.options;
    const seats = Math.max(1, Math.min(1000, Math.round(Math.abs(to[0] - from[0]) / spacing) + 1));
    const rows = Math.max(1, Math.min(500, Math.round(Math.abs(to[1] - from[1]) / rowSpacing) + 1));
    return {
      type: 'block', rows, seats, spacing, rowSpacing,
      x: round(Math.min(from[0], to[0]) + ((seats - 1) * spacing) / 2), y: round(Math.min(from[1], to[1])), rowNumbering: this.#numbering(),
    };
  }

  click(p) { this.insert(this.snap(p)); }

  insert([x, y] = this.centre) {
    const { spacing, rowSpacing } = this.editor.options;
    this.place({ type: 'block', rows: 5, seats: 10, spacing, rowSpacing, x, y, rowNumbering: this.#numbering() });
  }

  #numbering() { return nextRowNumbering(this.editor.model, this.editor.options.section); }

  caption(draft) { return this.editor.t('{0} rows of {1}', draft.rows, draft.seats); }
}

export class TableTool extends DrawTool {
  title = 'Add a table';

  drafted(from, to) {
    const { tableShape, tableSeats } = this.editor.options;
    const width = Math.max(40, Math.abs(to[0] - from[0])), depth = Math.max(40, Math.abs(to[1] - from[1]));
    const x = round((from[0] + to[0]) / 2), y = round((from[1] + to[1]) / 2);
    const size = tableShape === 'round' ? { width: Math.max(width, depth) } : { width, depth };
    return { type: 'table', name: this.#name(), shape: tableShape, seats: tableSeats, x, y, ...size };
  }

  click(p) { this.insert(this.snap(p)); }

  insert([x, y] = this.centre) {
    const { tableShape, tableSeats } = this.editor.options;
    this.place({ type: 'table', name: this.#name(), shape: tableShape, seats: tableSeats, x, y, width: tableShape === 'round' ? Math.max(100, tableSeats * 20) : Math.max(120, tableSeats * 30) });
  }

  #name() { return nextTableNames(this.editor.model, this.editor.options.section, 1)[0]; }
}

/** A polygon: corners by clicks, or a rectangle by a drag. Areas, stages, shapes, outlines of sections. */
export class PolygonTool extends DrawTool {
  #points = [];
  #kind;
  #to = null;

  constructor(parts, kind) {
    super(parts);
    this.#kind = kind;
    this.title = { area: 'Add an area', stage: 'Add a stage', shape: 'Add a shape', outline: 'Draw a section’s outline', path: 'Add a segmented row' }[kind];
  }

  get isPath() { return this.#kind === 'path'; }

  hover(p) { this.#to = this.snap(p); }

  click(p) {
    const first = this.#points[0];
    if (first && this.#points.length > 2 && !this.isPath && distance(first, p.at) <= closePixels * p.perPixel) {
      this.finish();
      return;
    }
    this.#points.push(this.snap(p));
    this.#to = this.#points.at(-1);
    this.view.invalidate();
  }

  double(p) {
    this.click(p);
    this.finish();
  }

  drag(p, start) {
    const from = this.snap(start), to = this.snap(p);
    this.draft = { from, to };
  }

  up() {
    const { from, to } = this.draft ?? {};
    this.draft = null;
    if (from && this.#points.length === 0) {
      this.#points = this.isPath ? [from, to] : [from, [to[0], from[1]], to, [from[0], to[1]]];
      if (!this.isPath) {
        this.finish();
      }
    }
  }

  insert() {
    const [x, y] = this.centre;
    this.#points = this.isPath ? [[x - 250, y], [x + 50, y], [x + 250, y + 200]] : [[x - 300, y - 150], [x + 300, y - 150], [x + 300, y + 150], [x - 300, y + 150]];
    this.finish();
  }

  key(event) {
    if (event.key === 'Enter' && this.#points.length > 0) {
      this.finish();
      return true;
    }
    if (event.key === 'Backspace' && this.#points.length > 0) {
      this.#points.pop();
      this.view.invalidate();
      return true;
    }
    return false;
  }

  finish() {
    // A double click has set the last corner twice.
    const points = this.#points.filter((p, i, all) => i === 0 || distance(p, all[i - 1]) > 1).map(p => p.map(round));
    this.#points = [];
    if (points.length >= (this.isPath ? 2 : 3)) {
      this.#place(points);
    }
    this.view.invalidate();
  }

  #place(points) {
    const { editor } = this;
    if (this.#kind === 'outline') {
      const section = editor.model.sections.get(editor.options.section);
      if (section) {
        editor.commit(this.title, [{ part: 'section', key: section.key, before: section, after: { ...section, outline: points } }]);
      } else {
        editor.say(editor.t('There is no section yet.'));
      }
      editor.use('select');
    } else if (this.isPath) {
      const [x, y] = points[0];
      const path = points.map(([px, py]) => [round(px - x), round(py - y)]);
      const length = path.reduce((sum, p, i) => (i === 0 ? 0 : sum + distance(path[i - 1], p)), 0);
      const { spacing } = editor.options;
      this.place({ type: 'row', name: this.rowName, x, y, path, spacing, seats: Math.max(1, Math.min(1000, Math.floor(length / spacing))) });
    } else if (this.#kind === 'area') {
      this.#placeArea(points);
    } else {
      this.place(this.#kind === 'stage' ? { type: 'stage', text: editor.t('Stage'), points } : { type: 'shape', fill: 'platform', points });
    }
  }

  // An area is the only object of its section, so it brings its own.
  #placeArea(points) {
    const { editor } = this;
    const key = editor.newKey('section');
    const name = nextName(editor.t('Area'), [...editor.model.sections.values()].map(s => s.name));
    editor.add(this.title, [{ type: 'area', section: key, kind: 'standing', capacity: 100, points }], [{ part: 'section', key, before: null, after: { key, name } }]);
    editor.use('select');
  }

  cancel() {
    this.draft = null;
    this.#points = [];
    this.view.invalidate();
  }

  draw(ctx, view, theme) {
    const rectangle = this.draft && [this.draft.from, [this.draft.to[0], this.draft.from[1]], this.draft.to, [this.draft.from[0], this.draft.to[1]]];
    const points = this.draft ? (this.isPath ? [this.draft.from, this.draft.to] : rectangle) : [...this.#points, ...(this.#points.length > 0 && this.#to ? [this.#to] : [])];
    if (points.length > 0) {
      trace(ctx, view, points, !this.isPath);
      ctx.fillStyle = css(theme.focus, 0.12);
      if (!this.isPath) {
        ctx.fill();
      }
      ctx.strokeStyle = css(theme.focus);
      ctx.lineWidth = 1.75;
      ctx.stroke();
    }
  }
}

export class TextTool extends DrawTool {
  title = 'Add a text';

  click(p) { this.insert(this.snap(p)); }

  drag() {}

  up(p) { this.click(p); }

  insert([x, y] = this.centre) {
    this.place({ type: 'text', text: this.editor.t('Text'), x, y, size: 60 });
  }
}
