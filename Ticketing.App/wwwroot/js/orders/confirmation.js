// Moves the focus to the thanks, which screen readers then say, and offers to share the event's page.

document.querySelector('[data-confirmation]')?.focus();

const button = document.querySelector('[data-share]');

async function share() {
  const url = new URL(button.dataset.share, location.origin).href;
  try {
    if (navigator.share) {
      await navigator.share({ title: button.dataset.shareTitle, url });
      return;
    }

    await navigator.clipboard.writeText(url);
  } catch {
    // Dismissed, or not permitted.
    return;
  }

  const [label, done] = button.children;
  [label.hidden, done.hidden] = [true, false];
  setTimeout(() => { [label.hidden, done.hidden] = [false, true]; }, 2000);
}

if (button && (navigator.share || navigator.clipboard)) {
  button.hidden = false;
  button.addEventListener('click', share);
}
