// The keyboard: commands by their keys, arrows move the selection, the space bar is the hand.

import { keyOf } from './commands.js';
import { nudge, nudgeToGrid, stepSeat } from './edits.js';

const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const panPixels = 60;
const isTyping = element => /^(input|textarea|select)$/i.test(element.tagName) && !/^(checkbox|radio|range|color|button)$/i.test(element.type);

export class Keyboard {
  #app;
  #byKey = new Map();
  #abort = new AbortController();

  constructor(root, app) {
    this.#app = app;
    for (const command of app.commands) {
      for (const key of command.keys) {
        this.#byKey.set(key, [...(this.#byKey.get(key) ?? []), command]);
      }
    }
    const { signal } = this.#abort;
    root.addEventListener('keydown', e => this.#down(e), { signal });
    root.addEventListener('keyup', e => this.#up(e), { signal });
  }

  dispose() { this.#abort.abort(); }

  #down(event) {
    const { editor, view, pointer } = this.#app;
    if (event.target.closest('dialog')) {
      return;
    }
    const key = keyOf(event);
    const isOnCanvas = event.target === view.element;
    if (isTyping(event.target)) {
      if (event.key === 'Escape') {
        view.element.focus();
      }
      if (!['Ctrl+K', 'Ctrl+S', 'F8'].includes(key)) {
        return;
      }
    }
    // Elsewhere Tab, Enter, the arrows and the space bar are the page's.
    if (!isOnCanvas && (['Tab', 'Shift+Tab', 'Enter', ' ', 'Shift+ '].includes(key) || arrows[event.key])) {
      return;
    }
    if (event.key === 'Escape' && pointer.isDragging) {
      pointer.cancel();
      event.preventDefault();
      return;
    }
    if (isOnCanvas && event.key === ' ') {
      pointer.isHand = true;
      view.element.classList.add('is-hand');
      event.preventDefault();
      return;
    }
    if (isOnCanvas && this.#app.tool?.key?.(event)) {
      event.preventDefault();
      return;
    }
    if (arrows[event.key]) {
      this.#arrow(event, arrows[event.key]);
      event.preventDefault();
      return;
    }
    if (/^[1-9]$/.test(event.key) && !event.ctrlKey && !event.metaKey && editor.tool === 'category') {
      this.#category(Number(event.key) - 1);
      event.preventDefault();
      return;
    }
    this.#run(key, event);
  }

  #run(key, event) {
    // Tab leaves the canvas where there is nothing to go on to.
    const isTab = key === 'Tab' || key === 'Shift+Tab';
    if (isTab && !this.#canStep(key === 'Tab' ? 1 : -1)) {
      return;
    }
    const command = (this.#byKey.get(key) ?? []).find(c => c.can());
    if (command) {
      event.preventDefault();
      event.stopPropagation(); // the office has keys of its own
      command.run();
    }
  }

  #canStep(by) {
    const { editor } = this.#app;
    const shown = [...editor.model.objects.values()].filter(o => editor.isShown(o));
    const at = shown.findIndex(o => o.id === [...editor.selection].at(-1));
    return shown.length > 0 && (at < 0 ? by > 0 : at + by >= 0 && at + by < shown.length);
  }

  #up(event) {
    if (event.key === ' ') {
      this.#app.pointer.isHand = this.#app.editor.tool === 'hand';
      this.#app.view.element.classList.remove('is-hand');
    }
  }

  #arrow(event, [dx, dy]) {
    const { editor, view } = this.#app;
    if (editor.entered !== null && !event.altKey) {
      stepSeat(editor, dx, dy, event.shiftKey);
    } else if (editor.selection.size === 0) {
      view.camera.panBy(-dx * panPixels, -dy * panPixels);
    } else if (event.ctrlKey || event.metaKey) {
      nudgeToGrid(editor, dx, dy);
    } else {
      const by = event.shiftKey ? 10 : 1;
      nudge(editor, dx * by, dy * by);
    }
  }

  #category(index) {
    const { editor } = this.#app;
    const category = [...editor.model.categories.values()][index];
    if (category) {
      editor.set({ category: category.key });
      editor.say(category.name);
    }
  }
}
