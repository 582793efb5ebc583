// Looks every second and a half whether the order has got further, and shows the page as it is then.

const panel = document.querySelector('[data-order-status]');
let pause = 1500;

async function look() {
  try {
    const answer = await fetch(panel.dataset.orderStatus, { headers: { Accept: 'text/plain' }, cache: 'no-store' });
    if (answer.ok && (await answer.text()) !== panel.dataset.orderState) {
      location.reload();
      return;
    }
  } catch {
    // Offline for a moment: the next look tells.
  }

  if (panel.isConnected) {
    pause = Math.min(pause * 1.2, 10000);
    setTimeout(look, pause);
  }
}

if (panel) {
  setTimeout(look, pause);
}
