// The checkout's moving parts. The payment has its own: payment.js.

const clock = document.querySelector('[data-countdown]');
if (clock) {
  // From a remaining duration, not from this device's clock: that may be wrong.
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
      // The server decides what the end means; a little patience so that it agrees. A plain visit, never a repeated post.
      window.setTimeout(() => window.location.assign(window.location.pathname), 1500);
    }
  };
  const timer = window.setInterval(tick, 1000);
  tick();
}

// A double click is one order: the button waits for the answer to its first click.
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

// Coming back with the back button must find the form usable again.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) {
    window.location.reload();
  }
});
