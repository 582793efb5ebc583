// Puts the designer together: layout, panels, tools, saving. One instance for an element.

import { el } from '../seatmap/dom.js';
import { Editor } from './editor.js';
import { commandsOf } from './commands.js';
import { PlanModel } from './core/model.js';
import { Hits } from './canvas/hits.js';
import { outlineOf } from './canvas/outline.js';
import { Pointer } from './canvas/pointer.js';
import { View } from './canvas/view.js';
import { Keyboard } from './keyboard.js';
import * as acts from './plan-acts.js';
import { Categories } from './panels/categories.js';
import { decide, showHelp, showPalette, tell } from './panels/dialogs.js';
import { Empty } from './panels/empty.js';
import { Inspector } from './panels/inspector.js';
import { Numbering } from './panels/numbering.js';
import { Figures, Problems } from './panels/problems.js';
import { Status } from './panels/status.js';
import { Tabs } from './panels/tabs.js';
import { Toolbar } from './panels/toolbar.js';
import { describe, Tree } from './panels/tree.js';
import { Versions } from './panels/versions.js';
import { showNotice } from './panels/notice.js';
import { Saver } from './saving/saver.js';
import { Session } from './saving/session.js';
import { selectSection } from './edits.js';
import { toolsOf } from './tools/all.js';

const checkMilliseconds = 500;

export class App {
  root;
  api;
  editor;
  view;
  saver;
  session;
  commands;
  problems;
  canWrite;

  #tools;
  #parts;
  #tabs;
  #panels;
  #keyboard;
  #checkTimer = 0;

  constructor(root, { api, store, draft, readOnly, t }) {
    this.root = root;
    this.api = api;
    this.canWrite = !readOnly;
    this.editor = new Editor(new PlanModel(draft.document), { readOnly, t });
    this.#layOut();
    this.view = new View(this.#parts.stage, this.editor);
    this.saver = new Saver({ api, store, revision: draft.revision });
    this.hits = new Hits(this.editor);
    this.#tools = toolsOf(this);
    this.view.tool = () => this.tool;
    this.pointer = new Pointer(this.view, () => this.tool);
    this.commands = commandsOf(this);
    this.#fill();
    this.#keyboard = new Keyboard(root, this);
    this.session = new Session(this, this.canWrite);
    this.#connect();
    this.session.start();
    this.check();
  }

  get tool() { return this.#tools[this.editor.tool]; }

  command(id) { return this.commands.find(c => c.id === id); }

  run(id) {
    const command = this.command(id);
    if (command.can()) {
      command.run();
    }
  }

  describe(o) { return describe(this.editor, o); }

  dispose() {
    clearTimeout(this.#checkTimer);
    this.session.dispose();
    this.saver.dispose();
    this.pointer.dispose();
    this.#keyboard.dispose();
    this.view.dispose();
    this.root.replaceChildren();
  }

  // ---- What commands do that is not an edit

  insert() {
    this.tool.insert?.();
    this.focusField('object-name');
  }

  paintSelection(tool) { this.#tools[tool].insert(); }

  selectSection(key) { selectSection(this.editor, key); }

  /** From the inside out: drag, draft, seats, tool, marks, selection. */
  escape() {
    const { editor, view } = this;
    this.tool.cancel?.();
    if (view.overlay.rings.length > 0 || view.overlay.marks.length > 0) {
      view.overlay.rings = [];
      this.versions.close();
    } else if (editor.tool !== 'select') {
      editor.use('select');
    } else if (editor.entered !== null) {
      editor.leave();
    } else {
      editor.select([]);
    }
  }

  nextProblem() {
    this.showPanel('problems');
    this.problems.next();
  }

  saveVersion() { return acts.saveVersion(this); }
  importFile() { return acts.importFile(this); }
  showExport() { return acts.showExport(this); }
  publish() { return acts.publish(this); }
  showBest() { return acts.showBest(this); }
  showVersions() { return this.versions.show(); }
  showHelp() { return showHelp(this.root, this.editor.t.bind(this.editor), this.commands); }

  async showPalette() {
    const command = await showPalette(this.root, this.editor.t.bind(this.editor), this.commands);
    this.view.element.focus();
    command?.run();
  }

  showPanel(id) {
    this.root.classList.remove('without-side');
    this.root.classList.add('with-side');
    this.#tabs.show(id);
  }

  /** Focuses a field by its name once the panel is drawn. */
  focusField(name) {
    requestAnimationFrame(() => requestAnimationFrame(() => {
      const field = this.root.querySelector(`[data-field="${CSS.escape(name)}"]`);
      field?.focus();
      field?.select?.();
    }));
  }

  toggle(part) {
    const narrow = matchMedia('(max-width: 74.99rem)').matches;
    this.root.classList.toggle(narrow ? `with-${part}` : `without-${part}`);
    if (narrow) {
      this.root.classList.remove(part === 'tree' ? 'with-side' : 'with-tree');
    }
  }

  // ---- Saving and others

  showOther(other) {
    const t = this.editor.t.bind(this.editor);
    showNotice(this.#parts.notice, 'other', other === null ? null : {
      text: t('{0} is editing this plan. You see the changes as they are saved.', other.name || t('Somebody')),
      act: this.canWrite ? [t('Take over'), () => this.session.takeOver()] : null,
    });
  }

  /** Which of the conflicting parts are kept as this editor had them; both are drawn meanwhile. */
  async decide(conflicts, { before }) {
    const t = this.editor.t.bind(this.editor);
    const objects = conflicts.filter(c => c.part === 'object');
    this.view.overlay.marks = objects.flatMap(c => {
      const mine = before.get(c.key), theirs = this.editor.model.objects.get(c.key);
      return [mine ? { kind: 'moved', outline: outlineOf(this.editor.model, mine) } : null, theirs ? { kind: 'removed', outline: outlineOf(this.editor.model, theirs) } : null].filter(Boolean);
    });
    const name = c => {
      const value = c.part === 'object' ? before.get(c.key) ?? this.editor.model.objects.get(c.key) : null;
      return value ? this.describe(value) : c.mine?.name ?? c.base?.name ?? t(c.key);
    };
    const mine = await decide(this.root, t, conflicts, name, c => {
      const o = before.get(c.key) ?? this.editor.model.objects.get(c.key);
      if (o && c.part === 'object') {
        this.view.show([o]);
      }
    });
    this.view.overlay.marks = [];
    return mine;
  }

  tellRefused(set, answer) {
    const t = this.editor.t.bind(this.editor);
    return tell(this.root, t, t('A change was refused'), `${t(set.name)}: ${answer?.detail ?? ''}`, t('It is taken back; everything else is kept.'));
  }

  /** Asks the server for problems, a moment after it has the changes. */
  check() {
    clearTimeout(this.#checkTimer);
    this.#checkTimer = setTimeout(async () => {
      const answer = await this.api.check();
      if (answer.status === 200) {
        this.problems.set(answer.body.problems);
        this.#tabs.badge('problems', this.problems.list.length, this.problems.errors > 0);
      }
    }, checkMilliseconds);
  }

  // ---- Building

  #layOut() {
    const part = (name, tag = 'div') => el(tag, { class: `designer-${name}` });
    const t = this.editor.t.bind(this.editor);
    this.#parts = { bar: part('bar'), notice: part('notices'), options: part('options'), tools: part('tools'), tree: part('tree-panel', 'nav'), stage: part('stage'), side: part('side', 'aside'), compare: part('compare'), status: part('status', 'footer') };
    this.#parts.tree.setAttribute('aria-label', t('Sections and objects'));
    this.#parts.side.setAttribute('aria-label', t('Properties'));
    this.#parts.compare.hidden = true;
    const { bar, notice, options, tools, tree, stage, side, compare, status } = this.#parts;
    this.root.replaceChildren(bar, notice, options, compare, el('div', { class: 'designer-body' }, tools, tree, stage, side), status);
  }

  #fill() {
    const { editor } = this;
    const { bar, options, tools, tree, stage, side, compare, status } = this.#parts;
    const t = editor.t.bind(editor);
    this.toolbar = new Toolbar(this, { bar, column: tools, options });
    this.#tabs = new Tabs(side, [['properties', t('Properties')], ['categories', t('Categories')], ['numbering', t('Numbering')], ['problems', t('Problems')], ['figures', t('Figures')]], t('Panels'));
    this.problems = new Problems(this.#tabs.panel('problems'), this);
    this.#panels = {
      properties: new Inspector(this.#tabs.panel('properties'), this),
      categories: new Categories(this.#tabs.panel('categories'), this),
      numbering: new Numbering(this.#tabs.panel('numbering'), this),
      problems: this.problems,
      figures: new Figures(this.#tabs.panel('figures'), this),
    };
    this.#tabs.onShow = (id, previous) => {
      this.#panels[previous]?.end?.();
      this.#panels[id].draw();
    };
    this.tree = new Tree(tree, this);
    this.status = new Status(status, this);
    this.versions = new Versions(compare, this);
    this.empty = new Empty(stage, this);
  }

  #connect() {
    const { editor, saver, view } = this;
    editor.addEventListener('commit', e => saver.add(e.detail));
    editor.addEventListener('tool', () => {
      this.pointer.isHand = editor.tool === 'hand';
      view.element.dataset.tool = editor.tool;
    });
    saver.addEventListener('state', e => this.toolbar.showState(e.detail));
    saver.addEventListener('saved', () => this.check());
    saver.addEventListener('failed', e => { if (e.detail.status !== 0) { this.toolbar.showState('offline', editor.t('Not saved: {0}', e.detail.body?.detail ?? `HTTP ${e.detail.status}`)); } });
    view.element.addEventListener('pointermove', () => { view.element.style.cursor = this.tool.cursor ?? 'default'; });
    this.toolbar.showState('saved');
  }
}
