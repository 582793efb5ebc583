// Polls the order's state every 1.5 seconds and reloads the page when it changes.

const panel = document.querySelector('[data-order-status]');
let pause = 1500;

async function look() {
  try {
    const answer = await fetch(panel.dataset.orderStatus, { headers: { Accept: 'text/plain' }, cache: 'no-store' });
    // This browser no longer has access, for example without its cookies: the page says how to get in.
    if (answer.status === 404 || answer.status === 403) {
      location.reload();
      return;
    }
    if (answer.ok && (await answer.text()) !== panel.dataset.orderState) {
      location.reload();
      return;
    }
  } catch {
    // Offline: the next poll retries.
  }

  if (panel.isConnected) {
    pause = Math.min(pause * 1.2, 10000);
    setTimeout(look, pause);
  }
}

if (panel) {
  setTimeout(look, pause);
}
