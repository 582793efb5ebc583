// The bar at the top and the column of tools.

import { el, setText } from '../../seatmap/dom.js';
import { iconOf } from '../icons.js';
import { button, checkField, numberField, refill, selectField } from './fields.js';

const toolGroups = [['select', 'hand'], ['row', 'path', 'block', 'table', 'area'], ['stage', 'shape', 'text', 'outline', 'focus'], ['category', 'kind', 'erase'], ['measure']];

export class Toolbar {
  #app;
  #tools = new Map();
  #undo;
  #redo;
  #status;
  #options;

  constructor(app, { bar, column, options }) {
    this.#app = app;
    this.#options = options;
    this.#column(column);
    this.#bar(bar);
    for (const event of ['tool', 'options', 'selection', 'change', 'commit']) {
      app.editor.addEventListener(event, () => this.#draw());
    }
    app.editor.addEventListener('tool', () => this.#drawOptions());
    app.editor.addEventListener('options', () => this.#drawOptions());
    this.#draw();
    this.#drawOptions();
  }

  // One stop for Tab, arrows within (WAI-ARIA toolbar).
  #column(column) {
    const { editor } = this.#app;
    column.setAttribute('role', 'toolbar');
    column.setAttribute('aria-label', editor.t('Tools'));
    column.setAttribute('aria-orientation', 'vertical');
    for (const group of toolGroups) {
      column.append(el('div', { class: 'designer-tool-group' }, ...group.map(id => {
        const command = this.#app.command(`tool-${id}`);
        const name = editor.t(command.name);
        const tool = el('button', { type: 'button', class: 'designer-tool', 'aria-label': name, title: `${name} (${command.keys[0]})`, 'data-tool': id, tabindex: id === 'select' ? 0 : -1, onclick: () => this.#app.run(`tool-${id}`) }, iconOf(id));
        this.#tools.set(id, tool);
        return tool;
      })));
    }
    column.addEventListener('keydown', e => {
      const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[e.key];
      if (by) {
        const tools = [...this.#tools.values()].filter(b => !b.disabled);
        const next = tools[(tools.indexOf(document.activeElement) + by + tools.length) % tools.length];
        this.#tools.forEach(b => { b.tabIndex = b === next ? 0 : -1; });
        next.focus();
        e.preventDefault();
        e.stopPropagation();
      }
    });
  }

  #bar(bar) {
    const { editor } = this.#app;
    const t = editor.t.bind(editor);
    const act = (id, icon) => button('', () => this.#app.run(id), { icon, label: t(this.#app.command(id).name), quiet: true, testid: `designer-${id}` });
    this.#undo = act('undo', 'undo');
    this.#redo = act('redo', 'redo');
    this.#status = el('span', { class: 'designer-save small', 'aria-live': 'off', 'data-testid': 'designer-save' });
    bar.append(
      button('', () => this.#app.toggle('tree'), { icon: 'tree', label: t('Sections and objects'), quiet: true }),
      this.#undo, this.#redo, this.#status,
      el('span', { class: 'designer-room' }),
      act('palette', 'search'), act('help', 'help'),
      button(t('Versions'), () => this.#app.run('versions'), { testid: 'designer-versions' }),
      button(t('Import'), () => this.#app.run('import'), { testid: 'designer-import', disabled: !this.#app.canWrite }),
      button(t('Export'), () => this.#app.run('export'), { testid: 'designer-export' }),
      button(t('Publish'), () => this.#app.run('publish'), { primary: true, testid: 'designer-publish', disabled: !this.#app.canWrite }),
      button('', () => this.#app.toggle('side'), { icon: 'panel', label: t('Properties'), quiet: true }));
  }

  showState(state, detail) {
    const { editor } = this.#app;
    const texts = { saved: 'Saved', waiting: 'Changes are saved in a moment', saving: 'Saving …', offline: 'Offline: kept in this browser', conflict: 'Conflict' };
    // Saving as such is not worth a word to a screen reader.
    this.#status.setAttribute('aria-live', state === 'offline' || state === 'conflict' ? 'polite' : 'off');
    setText(this.#status, detail ?? editor.t(texts[state]));
    this.#status.dataset.state = state;
  }

  #draw() {
    const { editor } = this.#app;
    const t = editor.t.bind(editor);
    const named = (element, id, name) => {
      const text = name ? `${t(this.#app.command(id).name)}: ${t(name)}` : t(this.#app.command(id).name);
      element.disabled = !this.#app.command(id).can();
      element.title = text;
      element.setAttribute('aria-label', text);
    };
    named(this.#undo, 'undo', editor.history.undoName);
    named(this.#redo, 'redo', editor.history.redoName);
    this.#tools.forEach((element, id) => {
      element.setAttribute('aria-pressed', String(editor.tool === id));
      element.disabled = !this.#app.command(`tool-${id}`).can();
    });
  }

  // What the current tool draws with.
  #drawOptions() {
    const { editor } = this.#app;
    const t = editor.t.bind(editor);
    const { options, tool } = editor;
    const set = key => value => editor.set({ [key]: value });
    const number = (key, label, more) => numberField(t(label), options[key], { name: `option-${key}`, onChange: set(key), ...more });
    const sections = [...editor.model.sections.values()].map(s => [s.key, s.name]);
    const section = () => (sections.length > 0 ? selectField(t('Section'), options.section, sections, { name: 'option-section', isWide: false, onChange: set('section') }) : null);
    const categories = [...editor.model.categories.values()].map(c => [c.key, c.name]);
    const category = () => (categories.length > 0 ? selectField(t('Category'), options.category, categories, { name: 'option-category', isWide: false, onChange: set('category') }) : null);
    const spacing = () => number('spacing', 'Seat distance', { min: 20, max: 1000, unit: 'cm' });
    const reach = () => selectField(t('The brush reaches'), options.reach, [['seat', t('Single seats')], ['row', t('Whole rows')], ['object', t('Whole objects')], ['section', t('Whole sections')]], { name: 'option-reach', isWide: false, onChange: set('reach') });
    const byTool = {
      row: () => [section(), category(), spacing()],
      path: () => [section(), category(), spacing()],
      block: () => [section(), category(), spacing(), number('rowSpacing', 'Row distance', { min: 20, max: 1000, unit: 'cm' })],
      table: () => [section(), category(), selectField(t('Shape'), options.tableShape, [['round', t('Round')], ['rectangular', t('Rectangular')]], { name: 'option-table-shape', isWide: false, onChange: set('tableShape') }), number('tableSeats', 'Seats', { min: 1, max: 100 })],
      area: () => [category()],
      category: () => [category(), reach()],
      kind: () => [selectField(t('Kind of seat'), options.kind, [['regular', t('Regular seat')], ['wheelchair', t('Wheelchair place')], ['companion', t('Companion seat')], ['restrictedView', t('Restricted view')]], { name: 'option-kind', isWide: false, onChange: set('kind') }), reach()],
      erase: () => [reach()],
      outline: () => [section()],
    };
    const hints = {
      row: 'Drag a row, or press Enter for one at the centre.', path: 'Click corners, Enter ends the row.', block: 'Drag a block, or press Enter.', table: 'Click or drag a table, or press Enter.',
      area: 'Drag a rectangle, or click corners; Enter closes.', stage: 'Drag a rectangle, or click corners; Enter closes.', shape: 'Drag a rectangle, or click corners; Enter closes.', outline: 'Drag a rectangle, or click corners; Enter closes.',
      text: 'Click where the text belongs, or press Enter.', category: 'Paint seats, or press Enter for the selection.', kind: 'Paint seats, or press Enter for the selection.', erase: 'Paint over seats; once more puts them back.',
      focus: 'Click the point that the best seats are near.', measure: 'Drag to measure.', hand: 'Drag to move the view.',
    };
    const fields = byTool[tool]?.() ?? [
      checkField(t('Select several'), options.several, { name: 'option-several', onChange: set('several') }),
      checkField(t('Snap'), options.snap, { name: 'option-snap', onChange: set('snap') }), checkField(t('Grid'), options.grid, { name: 'option-grid', onChange: set('grid') }), checkField(t('Rulers'), options.rulers, { name: 'option-rulers', onChange: set('rulers') }),
    ];
    refill(this.#options, ...fields, hints[tool] ? el('span', { class: 'muted small' }, t(hints[tool])) : null);
  }
}
