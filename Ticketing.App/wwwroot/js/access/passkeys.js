// Passkeys (https://www.w3.org/TR/webauthn-3/) for forms marked with data-passkey="get" or "create": the form's submit asks
// the server for options and the authenticator for a credential, then posts the form with it. Browsers without passkey support
// keep the forms hidden.

const supported = window.PublicKeyCredential
  && PublicKeyCredential.parseCreationOptionsFromJSON
  && PublicKeyCredential.parseRequestOptionsFromJSON;

/** Fetches the ceremony's options from the server. */
async function fetchOptions(form, signal) {
  const token = form.querySelector('input[name="__RequestVerificationToken"]');
  const response = await fetch(form.dataset.passkeyOptions, {
    method: 'POST',
    headers: { RequestVerificationToken: token.value },
    signal,
  });
  if (!response.ok) {
    throw new Error(`options: ${response.status}`);
  }
  return response.json();
}

async function createCredential(form, signal) {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(await fetchOptions(form, signal));
  return navigator.credentials.create({ publicKey, signal });
}

async function getCredential(form, mediation, signal) {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(await fetchOptions(form, signal));
  return navigator.credentials.get({ publicKey, mediation, signal });
}

function post(form, credential) {
  form.querySelector('input[name$=".Credential"]').value = JSON.stringify(credential);
  form.submit();
}

function showError(form) {
  const place = form.querySelector('[data-passkey-error]');
  place.textContent = form.dataset.passkeyFailed;
  place.hidden = false;
}

// One ceremony at a time: browsers reject a second one while the first is pending.
let running = null;

function start() {
  running?.abort();
  running = new AbortController();
  return running.signal;
}

async function submitted(event) {
  event.preventDefault();
  const form = event.currentTarget;
  form.querySelector('[data-passkey-error]').hidden = true;
  const signal = start();
  try {
    post(form, form.dataset.passkey === 'create' ? await createCredential(form, signal) : await getCredential(form, undefined, signal));
  } catch (error) {
    // The user closed the dialog, or a newer attempt replaced this one.
    if (error.name !== 'AbortError' && error.name !== 'NotAllowedError') {
      showError(form);
    }
  }
}

/** Offers passkeys in the autofill of the e-mail field, where supported. */
async function offerInAutofill(form) {
  if (!await PublicKeyCredential.isConditionalMediationAvailable?.()) {
    return;
  }
  const signal = start();
  try {
    post(form, await getCredential(form, 'conditional', signal));
  } catch {
    // Nobody has asked for it: the form's button says what is wrong.
  }
}

function attach() {
  for (const form of document.querySelectorAll('form[data-passkey]:not([data-passkey-ready])')) {
    form.dataset.passkeyReady = '';
    form.hidden = false;
    form.addEventListener('submit', submitted);
    if (form.dataset.passkey === 'get') {
      offerInAutofill(form);
    }
  }
}

if (supported) {
  attach();
  // Blazor's enhanced navigation does not run the page's scripts again.
  window.Blazor?.addEventListener('enhancedload', attach);
}
