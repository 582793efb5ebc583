// When the server no longer knows this page's circuit (a restart, a long sleep), nothing is lost: the seats are still held, and
// a reload brings them back. Blazor says so by a class on its dialog.

const dialogId = 'components-reconnect-modal';
const rejected = 'components-reconnect-rejected';
const failed = 'components-reconnect-failed';

let isWatching = false;

export function reloadWhenLost() {
  const dialog = document.getElementById(dialogId);
  if (isWatching || !dialog) {
    return;
  }
  isWatching = true;
  const reload = () => location.reload();
  new MutationObserver(() => {
    if (dialog.classList.contains(rejected)) {
      reload();
    } else if (dialog.classList.contains(failed)) {
      // No connection at all: a reload now would show the browser's error page.
      addEventListener('online', reload, { once: true });
      document.addEventListener('visibilitychange', () => { if (!document.hidden && navigator.onLine) { reload(); } }, { once: true });
    }
  }).observe(dialog, { attributes: true, attributeFilter: ['class'] });
}
