// "/" focuses the search box, unless a text field has the focus.

const isTyping = (element) => element.isContentEditable || /^(input|textarea|select)$/i.test(element.tagName);

document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const field = document.querySelector('[data-search-shortcut]');
  if (!field || document.querySelector('.mud-dialog-container')) return;
  event.preventDefault();
  field.focus();
  field.select();
});
