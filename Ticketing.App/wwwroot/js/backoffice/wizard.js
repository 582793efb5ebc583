// The event wizard: Ctrl+Z outside of fields presses the undo button, the toolbar of a Markdown field formats its selection, a long text is
// reported when typing pauses, and a link to a field's open point moves the focus there.

import { format } from './markdown.js';

const PAUSE_MS = 600;
const FOCUS_TRIES = 40;
const FOCUS_INTERVAL_MS = 50;

const isTyping = (element) => element.isContentEditable || /^(input|textarea|select)$/i.test(element.tagName);

document.addEventListener('keydown', (event) => {
  if (event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || isTyping(event.target)) return;
  const button = document.querySelector('[data-undo]:not(:disabled)');
  if (!button || document.querySelector('.mud-dialog-container')) return;
  event.preventDefault();
  button.click();
});

// A text of 20,000 characters is not sent with each key.
const pauses = new WeakMap();
document.addEventListener('input', (event) => {
  const field = event.target;
  if (!field.matches?.('[data-pause-change]')) return;
  clearTimeout(pauses.get(field));
  pauses.set(field, setTimeout(() => field.dispatchEvent(new Event('change', { bubbles: true })), PAUSE_MS));
});

// The next step is rendered by the circuit: its field appears a moment later.
const focusField = (id, tries) => {
  const field = document.getElementById(id);
  if (field) {
    field.scrollIntoView({ block: 'center' });
    field.focus({ preventScroll: true });
  } else if (tries > 0) {
    setTimeout(focusField, FOCUS_INTERVAL_MS, id, tries - 1);
  }
};

document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[data-field]');
  if (link?.hash) {
    focusField(decodeURIComponent(link.hash.slice(1)), FOCUS_TRIES);
    return;
  }

  const button = event.target.closest?.('[data-markdown]');
  const field = button && document.getElementById(button.dataset.for);
  if (!field || field.matches(':disabled')) return;
  const { text, start, end } = format(button.dataset.markdown, field.value, field.selectionStart, field.selectionEnd);
  field.focus();
  field.value = text;
  field.setSelectionRange(start, end);
  field.dispatchEvent(new Event('input', { bubbles: true }));
});
