// Enhancements of every page; links and forms work without them.
// Listeners are on the document, because enhanced navigation replaces pages without a reload.

const root = document.documentElement;

const isDark = () => root.dataset.theme
  ? root.dataset.theme === 'dark'
  : matchMedia('(prefers-color-scheme: dark)').matches;

const showSwitches = () => {
  for (const button of document.querySelectorAll('[data-theme-switch]')) {
    button.hidden = false;
    button.setAttribute('aria-pressed', String(isDark()));
  }
};

const switchTheme = () => {
  const theme = isDark() ? 'light' : 'dark';
  root.dataset.theme = theme;
  document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax${location.protocol === 'https:' ? '; secure' : ''}`;
  showSwitches();
};

const closeMenus = (except) => {
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    if (menu !== except) menu.open = false;
  }
};

// Copies the text of the field that the button names, and shows its confirmation briefly.
const copy = async (button) => {
  const field = document.getElementById(button.dataset.copy);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    // Without https or permission: the selected text can be copied by hand.
    return;
  }
  const [label, done] = button.children;
  [label.hidden, done.hidden] = [true, false];
  setTimeout(() => { [label.hidden, done.hidden] = [false, true]; }, 2000);
};

document.addEventListener('click', (event) => {
  if (event.target.closest('[data-theme-switch]')) switchTheme();
  if (event.target.closest('[data-copy]')) copy(event.target.closest('[data-copy]'));
  closeMenus(event.target.closest('details.menu'));
});

// What was typed at the checkout is kept in the tab: the next person at this computer must not find it.
document.addEventListener('submit', (event) => {
  if (event.target.matches('[data-sign-out]')) sessionStorage.clear();
});

// Links of an error summary focus their field, where the browser would only scroll to it.
document.addEventListener('click', (event) => {
  const link = event.target.closest('[role="alert"] a[href*="#"]');
  const field = link && document.getElementById(link.hash.slice(1));
  if (field) {
    event.preventDefault();
    field.focus();
  }
});

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  const open = document.querySelector('details.menu[open]');
  if (open) {
    open.open = false;
    open.querySelector('summary')?.focus();
  }
});

// Submits filter forms on change.
document.addEventListener('change', (event) => {
  const form = event.target.closest('form[data-auto-submit]');
  if (form && event.target.type !== 'search') form.requestSubmit();
});

// Omits empty fields from the address.
document.addEventListener('formdata', (event) => {
  if (event.target.method !== 'get') return;
  for (const [name, value] of [...event.formData.entries()]) {
    if (value === '') event.formData.delete(name);
  }
});

const ready = () => {
  showSwitches();
  if (document.querySelector('[data-basket]')) import('./basket-link.js').then(({ attach }) => attach());
  if (document.querySelector('[data-suggest]')) import('./suggest.js').then(({ attach }) => attach());
  if (document.querySelector('[data-near]')) import('./near.js').then(({ attach }) => attach());
};

ready();
// Raised by Blazor after enhanced navigation.
window.Blazor?.addEventListener?.('enhancedload', ready);
