// Every command by name: for the toolbar, the palette, the keyboard and the list of keys.

import * as edits from './edits.js';

const some = editor => editor.selection.size > 0 && !editor.readOnly;
const many = editor => editor.selection.size > 1 && !editor.readOnly;
const always = () => true;
const writable = editor => !editor.readOnly;

/** app: what is not the document's: view, dialogs, saving. A command: { id, name, group, keys, can(), run() }. */
export function commandsOf(app) {
  const { editor, view } = app;
  const list = [];
  const add = (group, id, name, keys, can, run) => list.push({ id, name, group, keys, can: () => can(editor), run });
  const tool = (id, name, key, can = writable) => add('Tools', `tool-${id}`, name, [key], can, () => editor.use(id));

  tool('select', 'Select', 'V', always);
  tool('hand', 'Move the view', 'H', always);
  tool('row', 'Row', 'R');
  tool('path', 'Segmented row', 'G');
  tool('block', 'Block of rows', 'B');
  tool('table', 'Table', 'T');
  tool('area', 'Area without seats', 'A');
  tool('outline', 'Outline of the section', 'S');
  tool('stage', 'Stage', 'D');
  tool('shape', 'Shape', 'P');
  tool('text', 'Text or symbol', 'X');
  tool('category', 'Category brush', 'C');
  tool('kind', 'Brush for kinds of seats', 'K');
  tool('erase', 'Eraser for seats', 'E');
  tool('focus', 'Focal point', 'F');
  tool('measure', 'Measure', 'M', always);
  add('Tools', 'insert', 'Insert at the centre or paint the selection', ['Enter'], e => !e.readOnly && e.tool !== 'select', () => app.insert());

  add('Edit', 'undo', 'Undo', ['Ctrl+Z'], e => !e.readOnly && e.history.canUndo, () => editor.undo());
  add('Edit', 'redo', 'Redo', ['Ctrl+Y', 'Ctrl+Shift+Z'], e => !e.readOnly && e.history.canRedo, () => editor.redo());
  add('Edit', 'copy', 'Copy', ['Ctrl+C'], e => e.selection.size > 0, () => edits.copy(editor));
  add('Edit', 'cut', 'Cut', ['Ctrl+X'], some, () => { edits.copy(editor); edits.remove(editor); });
  add('Edit', 'paste', 'Paste', ['Ctrl+V'], e => !e.readOnly && e.clipboard.length > 0, () => edits.paste(editor));
  add('Edit', 'duplicate', 'Duplicate behind', ['Ctrl+D'], some, () => edits.duplicateBelow(editor));
  add('Edit', 'remove', 'Delete, or take seats out', ['Delete', 'Backspace'], some, () => edits.remove(editor));
  add('Edit', 'group', 'Group', ['Ctrl+G'], many, () => edits.group(editor));
  add('Edit', 'ungroup', 'Ungroup', ['Ctrl+Shift+G'], e => some(e) && e.selected.some(o => o.group), () => edits.ungroup(editor));
  add('Edit', 'lock', 'Lock or unlock', ['Ctrl+L'], some, () => edits.lock(editor));
  add('Edit', 'hide', 'Hide', ['Ctrl+H'], some, () => edits.hide(editor));
  add('Edit', 'show-all', 'Show hidden objects', ['Ctrl+Shift+H'], e => !e.readOnly && [...e.model.objects.values()].some(o => o.hidden), () => edits.showAll(editor));

  add('Select', 'select-all', 'Select all', ['Ctrl+A'], always, () => (editor.entered === null
    ? editor.select([...editor.model.objects.values()].filter(o => !o.locked && editor.isShown(o)).map(o => o.id))
    : editor.selectSeats([...editor.model.seats(editor.enteredObject).seat.keys()])));
  add('Select', 'select-similar', 'Select similar', ['Ctrl+Shift+A'], e => e.selection.size > 0, () => edits.selectSimilar(editor));
  add('Select', 'select-section', 'Select the section', [], e => e.selected[0]?.section !== undefined, () => edits.selectSection(editor, editor.selected[0].section));
  add('Select', 'select-category', 'Select the category', [], e => e.options.category !== null, () => edits.selectCategory(editor, editor.options.category));
  add('Select', 'next', 'Next object', ['Tab'], always, () => edits.stepObject(editor, 1, [view.camera.cx, view.camera.cy]));
  add('Select', 'previous', 'Previous object', ['Shift+Tab'], always, () => edits.stepObject(editor, -1, [view.camera.cx, view.camera.cy]));
  add('Select', 'enter', 'Enter the seats of an object', ['Enter'], e => e.tool === 'select' && e.single !== null && e.entered === null && e.single.overrides !== undefined, () => {
    editor.enter(editor.single.id);
    editor.selectSeats([0]);
  });
  add('Select', 'leave', 'Leave, or select nothing', ['Escape'], always, () => app.escape());

  for (const [id, name, edge] of [['left', 'Align left', 'left'], ['centre', 'Align centres', 'centre'], ['right', 'Align right', 'right'], ['top', 'Align at the top', 'top'], ['middle', 'Align middles', 'middle'], ['bottom', 'Align at the bottom', 'bottom']]) {
    add('Arrange', `align-${id}`, name, [], many, () => edits.align(editor, edge));
  }
  add('Arrange', 'distribute-across', 'Distribute across', [], e => e.selection.size > 2 && !e.readOnly, () => edits.distribute(editor, 0));
  add('Arrange', 'distribute-down', 'Distribute down', [], e => e.selection.size > 2 && !e.readOnly, () => edits.distribute(editor, 1));
  add('Arrange', 'rotate-left', 'Rotate left by 15°', ['['], some, () => edits.rotate(editor, -15));
  add('Arrange', 'rotate-right', 'Rotate right by 15°', [']'], some, () => edits.rotate(editor, 15));
  add('Arrange', 'rotate-focus', 'Rotate about the focal point by 15°', ['Shift+]'], e => some(e) && e.model.focus !== null, () => edits.rotate(editor, 15, editor.model.focus));
  add('Arrange', 'mirror', 'Mirror', ['Ctrl+M'], some, () => edits.mirror(editor));
  add('Arrange', 'bend-focus', 'Bend rows to the focal point', [], e => some(e) && e.model.focus !== null && e.selected.some(o => o.radius !== undefined), () => edits.bendToFocus(editor));
  add('Arrange', 'straighten', 'Straighten rows', [], e => some(e) && e.selected.some(o => o.radius), () => edits.straighten(editor));
  add('Arrange', 'split', 'Split the row', [], e => some(e) && edits.canSplit(e), () => edits.splitRow(editor));
  add('Arrange', 'merge', 'Merge rows', [], e => many(e) && e.selected.every(o => o.type === 'row'), () => edits.mergeRows(editor));
  add('Arrange', 'equalise', 'Equalise seat distances', [], e => many(e) && e.selected.filter(o => o.spacing !== undefined).length > 1, () => edits.equalise(editor));
  add('Arrange', 'number', 'Number rows and seats', ['N'], e => some(e) && e.selected.some(o => o.overrides !== undefined), () => app.showPanel('numbering'));

  add('View', 'zoom-in', 'Zoom in', ['+', '='], always, () => view.camera.zoomSoftly(view.camera.width / 2, view.camera.height / 2, 1.4));
  add('View', 'zoom-out', 'Zoom out', ['-'], always, () => view.camera.zoomSoftly(view.camera.width / 2, view.camera.height / 2, 1 / 1.4));
  add('View', 'zoom-all', 'Show everything', ['0'], always, () => view.show());
  add('View', 'zoom-selection', 'Zoom to the selection', ['1'], e => e.selection.size > 0, () => view.show(editor.selected));
  add('View', 'toggle-snap', 'Snap on or off', ['Ctrl+\''], always, () => editor.set({ snap: !editor.options.snap }));
  add('View', 'toggle-grid', 'Grid on or off', ['#'], always, () => editor.set({ grid: !editor.options.grid }));
  add('View', 'toggle-rulers', 'Rulers on or off', [], always, () => editor.set({ rulers: !editor.options.rulers }));
  add('View', 'toggle-minimap', 'Overview map on or off', [], always, () => editor.set({ minimap: !editor.options.minimap }));
  add('View', 'next-problem', 'Next problem', ['F8'], always, () => app.nextProblem());
  add('View', 'best', 'Show what “best seats” would sell', [], always, () => app.showBest());

  add('Plan', 'save-version', 'Save a version', ['Ctrl+S'], writable, () => app.saveVersion());
  add('Plan', 'versions', 'Versions', [], always, () => app.showVersions());
  add('Plan', 'import', 'Import a file', [], writable, () => app.importFile());
  add('Plan', 'export', 'Export', [], always, () => app.showExport());
  add('Plan', 'publish', 'Publish', [], writable, () => app.publish());
  add('Plan', 'palette', 'All commands', ['Ctrl+K'], always, () => app.showPalette());
  add('Plan', 'help', 'Keys', ['?'], always, () => app.showHelp());
  return list;
}

/** 'Ctrl+Shift+Z' of a key event; a sign that needs Shift on some keyboard is taken as the sign. */
export function keyOf(event) {
  const isSign = event.key.length === 1 && !/[a-z0-9]/i.test(event.key);
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const names = { '{': 'Shift+[', '}': 'Shift+]' };
  return `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${event.shiftKey && !isSign ? 'Shift+' : ''}${names[key] ?? key}`;
}
