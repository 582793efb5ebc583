// Forms of the checkout; the payment is in payment.js, the clock in hold-countdown.js.

const drafts = [...document.querySelectorAll('form[data-draft]')];
const draftKey = `draft ${location.pathname}`;
const restored = new Set();
const isDrafted = (field) => field.name?.startsWith('Form.') && !['hidden', 'submit', 'password'].includes(field.type) && !(field instanceof HTMLButtonElement);

// Keeps what was typed over a switch of language, more time, or a look at the seats: in this tab, until the details are accepted.
if (drafts.length === 0) {
  sessionStorage.removeItem(draftKey);
}

for (const form of drafts) {
  const fields = () => [...form.elements].filter(isDrafted);
  const saved = JSON.parse(sessionStorage.getItem(draftKey) ?? '{}');
  const isTicked = (field) => ['checkbox', 'radio'].includes(field.type);
  const keyOf = (field) => (isTicked(field) ? `${field.name}=${field.value}` : field.name);
  for (const field of fields()) {
    // The page's own values win where a code was applied or removed by a button.
    if (!(keyOf(field) in saved) || field.name === 'Form.PromoCode') continue;
    if (field.value !== saved[field.name] && field.matches('[data-reprices]')) restored.add(field);
    if (isTicked(field)) field.checked = saved[keyOf(field)];
    else field.value = saved[keyOf(field)];
  }

  // The payment has the same address: back from there must lead to the details again.
  form.addEventListener('submit', () => history.replaceState(history.state, '', `${location.pathname}?edit=true`));
  form.addEventListener('input', () => {
    sessionStorage.setItem(draftKey, JSON.stringify(Object.fromEntries(fields().map((field) => [keyOf(field), isTicked(field) ? field.checked : field.value]))));
  });
}

// A chosen price or extra changes the amounts at once. The page stays: focus and what was typed are kept. The server renders the form as without scripts,
// and the parts of the page that show amounts are taken over from its answer.
let repricing = new AbortController();

async function reprice(field) {
  repricing.abort();
  repricing = new AbortController();
  const button = field.closest('fieldset').querySelector('button[name="Form.Action"]');
  try {
    const fields = new FormData(field.form);
    fields.set(button.name, button.value);
    const answer = await fetch(field.form.action, { method: 'POST', body: fields, signal: repricing.signal });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    if (!answer.ok || !page.querySelector('[data-reprices]')) throw new Error(`status ${answer.status}`);
    for (const part of document.querySelectorAll('[data-part]')) {
      const shown = page.querySelector(`[data-part="${part.dataset.part}"]`);
      if (shown) part.replaceChildren(...shown.childNodes);
    }
  } catch (failure) {
    // The whole page then says what is wrong: the seats have expired, or the connection is lost.
    if (failure.name !== 'AbortError') field.form.requestSubmit(button);
  }
}

for (const field of document.querySelectorAll('[data-reprices]')) {
  field.addEventListener('change', () => reprice(field));
}

// The page shows the amounts of its own values.
for (const field of [...restored].slice(0, 1)) {
  reprice(field);
}

// The second click of a double click does not post again. A later press does: the first one may have been stopped, and the server
// accepts repeats.
document.addEventListener('click', (event) => {
  if (event.detail > 1 && event.target.closest('form.checkout-form [type="submit"]')) {
    event.preventDefault();
  }
});

for (const form of document.querySelectorAll('form.checkout-form')) {
  form.addEventListener('submit', (event) => event.submitter?.setAttribute('aria-busy', 'true'));
}

// After a return with the back button (bfcache) the page shows an old state.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) {
    window.location.reload();
  }
});
