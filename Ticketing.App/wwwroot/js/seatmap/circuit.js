// Reloads when the server has dropped this page's circuit (restart, long sleep): the seats are still held and reappear. Blazor
// signals it by a class on its dialog.

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
      // Offline: a reload would show the browser's error page.
      addEventListener('online', reload, { once: true });
      document.addEventListener('visibilitychange', () => { if (!document.hidden && navigator.onLine) { reload(); } }, { once: true });
    }
  }).observe(dialog, { attributes: true, attributeFilter: ['class'] });
}
