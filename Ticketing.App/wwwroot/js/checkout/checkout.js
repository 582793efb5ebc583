// Countdown and forms of the checkout; the payment is in payment.js.

const clock = document.querySelector('[data-countdown]');
if (clock) {
  // Counts from the remaining duration: the device's clock may be wrong.
  const end = performance.now() + Number(clock.dataset.countdown) * 1000;
  const text = clock.querySelector('[data-countdown-text]');
  const live = clock.querySelector('[data-countdown-live]');
  const tick = () => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    text.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
    clock.classList.toggle('notice-warning', left <= 60);
    if (left === 60) {
      live.textContent = clock.dataset.countdownWarning;
    }
    if (left === 0) {
      window.clearInterval(timer);
      // Reloads with GET a little after the end, so that the server has expired the hold.
      window.setTimeout(() => window.location.assign(window.location.pathname), 1500);
    }
  };
  const timer = window.setInterval(tick, 1000);
  tick();
}

// Prevents a second submit by double click.
for (const form of document.querySelectorAll('form.checkout-form')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = 'true';
    event.submitter?.setAttribute('aria-busy', 'true');
  });
}

// Re-enables the form after a return with the back button (bfcache).
window.addEventListener('pageshow', (event) => {
  if (event.persisted) {
    window.location.reload();
  }
});
