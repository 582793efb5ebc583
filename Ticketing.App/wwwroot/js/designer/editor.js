// The editor's state: document, selection, tool, undo. Canvas, panels and saving listen to it; nothing else changes the document.
//
// Events: change (the document), commit (a set to save), selection, preview, tool, options, say (a text for screen readers).

import { change, changeSet } from './core/changes.js';
import { History } from './core/history.js';
import { isSeated, newIds, newMark, object, prefixOf } from './core/objects.js';
import { withSeats } from './core/overrides.js';

export class Editor extends EventTarget {
  model;
  history = new History();
  /** Ids of the selected objects. */
  selection = new Set();
  /** The object whose seats are selected one by one; null: objects are. */
  entered = null;
  /** Indexes of the selected seats of the entered object. */
  seats = new Set();
  /** { objects: Map(id → object) } in place of the document's during a drag or while typing; null: none. */
  preview = null;
  tool = 'select';
  /** What is on the clipboard of this tab. */
  clipboard = [];
  options = {
    snap: true, several: false, grid: true, gridSize: 50, rulers: true, floor: null, section: null, category: null, kind: 'wheelchair', reach: 'seat',
    spacing: 52, rowSpacing: 90, tableSeats: 8, tableShape: 'round', minimap: true,
  };
  #readOnly;
  #usedIds = new Set();
  #mark;
  #t;

  constructor(model, { readOnly, t, mark = newMark() }) {
    super();
    this.model = model;
    this.#readOnly = readOnly;
    this.#t = t;
    this.#mark = mark;
    model.addEventListener('change', e => this.#changed(e.detail));
    this.#reset();
  }

  get readOnly() { return this.#readOnly; }
  set readOnly(value) {
    this.#readOnly = value;
    this.#tell('options');
    this.#tell('selection', {});
  }

  t(key, ...values) { return this.#t(key, ...values); }
  say(text) { this.#tell('say', text); }

  // ---- Editing

  /** Applies a change and remembers it for undo; false if nothing may be or is changed. */
  commit(name, changes, { gesture = null } = {}) {
    this.preview = null;
    const effective = changes.filter(c => c.before !== c.after);
    if (this.#readOnly || effective.length === 0) {
      this.#tell('preview');
      return false;
    }
    const set = this.model.completed(changeSet(name, effective));
    this.model.apply(set);
    const together = this.history.add(set, gesture);
    this.#tell('commit', together ? { set: together, isMerged: true, last: set } : { set, isMerged: false, last: set });
    this.#tell('preview');
    return true;
  }

  /** Replaces objects by changed ones of the same ids. */
  replace(name, objects, options) {
    const changed = objects.filter(o => o !== this.model.objects.get(o.id));
    return this.commit(name, changed.map(o => change('object', o.id, this.model.objects.get(o.id), o)), options);
  }

  /** Adds objects and selects them; those of a section get the current one, which is made if there is none. */
  add(name, drafts, more = []) {
    const changes = [...more];
    let section = this.options.section;
    if (drafts.some(d => isSeated(d) || d.type === 'area') && !this.model.sections.has(section)) {
      section = [...this.model.sections.keys()][0] ?? null;
      if (section === null) {
        section = this.newKey('section');
        changes.push(change('section', section, null, { key: section, name: this.t('Stalls') }));
      }
      this.options.section = section;
    }
    const added = drafts.map(d => {
      const id = d.id ?? this.newIds(d.type, 1)[0];
      const isPlace = isSeated(d) || d.type === 'area';
      const category = this.options.category ?? [...this.model.categories.keys()][0];
      return object({
        ...d, id,
        ...(isPlace && !d.section ? { section } : {}),
        ...(isPlace && d.category === undefined && category ? { category } : {}),
      });
    });
    changes.push(...added.map(o => change('object', o.id, null, o)));
    if (this.commit(name, changes)) {
      this.select(added.map(o => o.id));
    }
    return added;
  }

  remove(ids) {
    const { objects, sections } = this.model;
    const gone = new Set(ids.filter(id => objects.has(id) && !objects.get(id).locked));
    if (gone.size === 0) {
      return;
    }
    // An area's section is its own and goes with it.
    const left = new Set([...objects.values()].filter(o => !gone.has(o.id)).map(o => o.section));
    const bare = new Set([...gone].map(id => objects.get(id)).filter(o => o.type === 'area' && sections.has(o.section) && !left.has(o.section)).map(o => o.section));
    const order = (key, keys, without) => change('document', key, { value: keys }, { value: keys.filter(k => !without.has(k)) });
    this.commit('Delete objects', [
      ...[...gone].map(id => change('object', id, objects.get(id), null)),
      ...[...bare].map(key => change('section', key, sections.get(key), null)),
      order('objectOrder', [...objects.keys()], gone),
      ...(bare.size > 0 ? [order('sectionOrder', [...sections.keys()], bare)] : []),
    ]);
  }

  undo() { this.#step('undo'); }
  redo() { this.#step('redo'); }

  #step(direction) {
    if (this.#readOnly || !this.history[direction === 'undo' ? 'canUndo' : 'canRedo']) {
      return;
    }
    const step = this.history[direction](set => this.model.misfit(set) === null);
    if (step === null) {
      this.say(this.t('This step cannot be undone: somebody has changed the same part since.'));
      this.#tell('options');
      return;
    }
    const set = this.model.completed(step);
    this.model.apply(set);
    this.#tell('commit', { set, isMerged: false, last: set });
    this.select(set.changes.filter(c => c.part === 'object' && c.after !== null).map(c => c.key), { reveal: true });
    this.say(`${this.t(direction === 'undo' ? 'Undone' : 'Redone')}: ${this.t(set.name)}`);
  }

  /** Shows objects in place of the document's without changing it; null ends it. */
  show(objects) {
    this.preview = objects === null ? null : { objects: new Map(objects.map(o => [o.id, o])) };
    this.#tell('preview');
  }

  /** Paints seats of an object and selects nothing. */
  paint(name, o, indexes, patch) {
    return this.replace(name, [withSeats(o, this.model.seatRadius, indexes, patch)]);
  }

  // ---- Keys

  newIds(type, count) {
    const ids = newIds([...this.model.objects.keys(), ...this.#usedIds], prefixOf[type], count, this.#mark);
    ids.forEach(id => this.#usedIds.add(id));
    return ids;
  }

  newKey(part) {
    const prefix = { section: 's', category: 'c', floor: 'f' }[part];
    const maps = { section: this.model.sections, category: this.model.categories, floor: this.model.floors };
    return newIds([...maps[part].keys(), ...this.#usedIds], prefix, 1, this.#mark).map(key => {
      this.#usedIds.add(key);
      return key;
    })[0];
  }

  // ---- Selection

  get selected() { return [...this.selection].map(id => this.model.objects.get(id)).filter(Boolean); }
  /** The selected objects that may be changed. */
  get movable() { return this.selected.filter(o => !o.locked); }
  get single() { return this.selection.size === 1 ? this.selected[0] ?? null : null; }
  get enteredObject() { return this.entered === null ? null : this.model.objects.get(this.entered) ?? null; }

  /** Selects objects; with { add } too, with { toggle } in turn. Members of a group come together unless { alone }. */
  select(ids, { add = false, toggle = false, alone = true, reveal = false } = {}) {
    const wanted = new Set(alone ? ids : this.withGroups(ids));
    if (toggle) {
      const all = [...wanted].every(id => this.selection.has(id));
      wanted.forEach(id => this.selection[all ? 'delete' : 'add'](id));
    } else {
      this.selection = add ? new Set([...this.selection, ...wanted]) : wanted;
    }
    if (this.entered !== null && !(this.selection.size === 1 && this.selection.has(this.entered))) {
      this.entered = null;
      this.seats = new Set();
    }
    this.#tell('selection', { reveal });
  }

  withGroups(ids) {
    const groups = new Set(ids.map(id => this.model.objects.get(id)?.group).filter(Boolean));
    return groups.size === 0 ? ids : [...ids, ...[...this.model.objects.values()].filter(o => groups.has(o.group)).map(o => o.id)];
  }

  enter(id) {
    const o = this.model.objects.get(id);
    if (o && isSeated(o)) {
      this.selection = new Set([id]);
      this.entered = id;
      this.seats = new Set();
      this.#tell('selection', {});
    }
  }

  leave() {
    this.entered = null;
    this.seats = new Set();
    this.#tell('selection', {});
  }

  selectSeats(indexes, { add = false, toggle = false } = {}) {
    const next = add || toggle ? new Set(this.seats) : new Set();
    for (const i of indexes) {
      if (toggle && next.has(i)) {
        next.delete(i);
      } else {
        next.add(i);
      }
    }
    this.seats = next;
    this.#tell('selection', {});
  }

  isShown(o) {
    const floor = this.options.floor;
    return !o.hidden && (floor === null || !o.section || (this.model.sections.get(o.section)?.floor ?? null) === floor || !this.model.sections.get(o.section)?.floor);
  }

  // ---- Tool and options

  use(tool) {
    this.tool = tool;
    this.#tell('tool');
  }

  set(options) {
    Object.assign(this.options, options);
    this.#tell('options');
  }

  /** After the server's document took this one's place. */
  reset() {
    this.history.clear();
    this.#reset();
    this.preview = null;
    this.select([]);
  }

  #reset() {
    this.options.section = [...this.model.sections.keys()][0] ?? null;
    this.options.category = [...this.model.categories.keys()][0] ?? null;
  }

  #changed(detail) {
    for (const id of [...this.selection]) {
      if (!this.model.objects.has(id)) {
        this.selection.delete(id);
      }
    }
    if (this.entered !== null && !this.model.objects.has(this.entered)) {
      this.entered = null;
      this.seats = new Set();
    }
    const o = this.enteredObject;
    if (o) {
      const { count } = this.model.seats(o);
      this.seats = new Set([...this.seats].filter(i => i < count));
    }
    for (const [option, map] of [['section', this.model.sections], ['category', this.model.categories]]) {
      if (!map.has(this.options[option])) {
        this.options[option] = [...map.keys()][0] ?? null;
      }
    }
    this.#tell('change', detail);
  }

  #tell(type, detail) { this.dispatchEvent(new CustomEvent(type, { detail })); }
}
