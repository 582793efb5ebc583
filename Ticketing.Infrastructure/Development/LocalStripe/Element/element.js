// The payment element in its frame: card fields and the choice of methods. Sends card data to the local provider only; the shop's page
// learns whether the form is complete, not its content.

import { brandOf, caretAfter, check, digitsOf, formatExpiry, formatNumber, readExpiry } from './card-rules.js';
import { textsOf } from './element-texts.js';

const fieldNames = ['number', 'expiry', 'cvc'];
const methodNames = { card: 'Card', ideal: 'iDEAL', bancontact: 'Bancontact', paypal: 'PayPal' };
const timeoutMilliseconds = 30_000;

// Maps the provider's errors to fields.
const fieldErrors = {
  incorrect_number: ['number', 'Check the card number.'],
  invalid_number: ['number', 'Check the card number.'],
  invalid_expiry_month: ['expiry', 'Check the expiry date.'],
  invalid_expiry_year: ['expiry', 'Check the expiry date.'],
  incorrect_cvc: ['cvc', 'The security code is wrong. Check it and try again.'],
  invalid_cvc: ['cvc', 'The security code is wrong. Check it and try again.'],
};

const main = document.querySelector('main');
const fields = Object.fromEntries(fieldNames.map((name) => [name, document.getElementById(name)]));
const methods = document.querySelector('[data-methods]');
let settings = null;
let t = textsOf('en');
let attempt = null;
let complete = null;

const post = (message) => window.parent.postMessage({ source: 'local-stripe', ...message }, window.location.origin);
const method = () => methods.querySelector(':checked')?.value ?? 'card';
const values = () => Object.fromEntries(fieldNames.map((name) => [name, fields[name].value]));
const wrong = () => check(values());

window.addEventListener('message', (event) => {
  if (event.source !== window.parent || event.origin !== window.location.origin || event.data?.source !== 'shop') return;
  const { type, ...data } = event.data;
  if (type === 'init') begin(data);
  else if (type === 'update') applyAppearance(data);
  else if (type === 'focus') (method() === 'card' ? fields.number : methods.querySelector(':checked')).focus();
  else if (type === 'confirm') confirm(data);
});

async function begin(data) {
  settings = data;
  t = textsOf(data.locale);
  document.documentElement.lang = String(data.locale).slice(0, 2);
  applyAppearance(data);
  for (const place of document.querySelectorAll('[data-text]')) place.textContent = t(place.dataset.text);
  for (const place of document.querySelectorAll('[data-placeholder]')) place.placeholder = t(place.dataset.placeholder);
  const { intent, error } = await call('GET', `?${new URLSearchParams({ client_secret: data.clientSecret })}`);
  if (error) { post({ type: 'loaderror', error }); return; }
  showMethods(intent.payment_method_types.filter((name) => methodNames[name]));
  main.hidden = false;
  new ResizeObserver(() => post({ type: 'resize', height: Math.ceil(main.getBoundingClientRect().height) })).observe(main);
  post({ type: 'ready' });
  changed();
}

function showMethods(types) {
  for (const [index, type] of types.entries()) {
    const input = Object.assign(document.createElement('input'), { type: 'radio', name: 'method', value: type, checked: index === 0 });
    const label = Object.assign(document.createElement('label'), { className: 'method' });
    label.append(input, t(methodNames[type]));
    methods.append(label);
  }
  methods.hidden = types.length < 2;
  methods.addEventListener('change', choose);
  choose();
}

function choose() {
  const isCard = method() === 'card';
  document.querySelector('[data-panel="card"]').hidden = !isCard;
  const redirect = document.querySelector('[data-panel="redirect"]');
  redirect.hidden = isCard;
  redirect.textContent = isCard ? ''
    : t('After you press the pay button, you go to {0} to agree to the payment, and come back here.').replace('{0}', methodNames[method()]);
  attempt = null;
  changed();
}

/** Applies the shop's colours, sizes and fonts by script: the content security policy forbids inline styles. */
function applyAppearance({ appearance, fonts }) {
  const root = document.documentElement;
  for (const [name, value] of Object.entries(appearance?.variables ?? {})) root.style.setProperty(`--${name}`, value);
  const border = appearance?.rules?.['.Input']?.borderColor;
  if (border) root.style.setProperty('--border', border);
  root.style.colorScheme = appearance?.theme === 'night' ? 'dark' : 'light';
  for (const { family, src, weight, style } of fonts ?? []) {
    const face = new FontFace(family, src, { weight: weight ?? 'normal', style: style ?? 'normal', display: 'swap' });
    document.fonts.add(face);
    face.load().catch(() => document.fonts.delete(face));
  }
}

for (const [name, input] of Object.entries(fields)) {
  input.addEventListener('input', () => edited(name));
  input.addEventListener('blur', () => { if (input.value !== '') show(name, wrong()[name]); });
}

// Enter submits the shop's form.
main.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && event.target.matches('input')) { event.preventDefault(); post({ type: 'submit' }); }
});

function edited(name) {
  const input = fields[name];
  if (name !== 'cvc') {
    const digitsBefore = digitsOf(input.value.slice(0, input.selectionStart)).length;
    const typedAtEnd = input.selectionStart === input.value.length;
    const before = digitsOf(input.value).length;
    input.value = name === 'number' ? formatNumber(input.value) : formatExpiry(input.value);
    const caret = typedAtEnd ? input.value.length : caretAfter(input.value, digitsBefore + digitsOf(input.value).length - before);
    input.setSelectionRange(caret, caret);
  }
  if (name === 'number') {
    const brand = brandOf(digitsOf(input.value));
    document.querySelector('[data-brand]').textContent = brand.name;
    fields.cvc.maxLength = brand.cvc;
  }
  // While typing, an error is removed as soon as it is fixed, but none is added.
  if (input.getAttribute('aria-invalid') === 'true' && !wrong()[name]) show(name, null);
  attempt = null;
  changed();
}

function show(name, text) {
  const place = document.getElementById(`${name}-error`);
  place.textContent = text ? t(text) : '';
  place.hidden = !text;
  if (text) fields[name].setAttribute('aria-invalid', 'true');
  else fields[name].removeAttribute('aria-invalid');
}

function changed() {
  const type = method();
  const state = {
    complete: type !== 'card' || Object.keys(wrong()).length === 0,
    empty: type === 'card' && fieldNames.every((name) => fields[name].value === ''),
    value: { type },
  };
  if (JSON.stringify(state) === complete) return;
  complete = JSON.stringify(state);
  post({ type: 'change', state });
}

/** Confirms the payment. Sends the card to the provider in one request, and the result, without the card, to the parent script. */
async function confirm({ id, returnUrl }) {
  const isCard = method() === 'card';
  const problems = isCard ? wrong() : {};
  if (isCard) for (const name of fieldNames) show(name, problems[name]);
  const first = fieldNames.find((name) => problems[name]);
  if (first) {
    fields[first].focus();
    post({ type: 'confirmed', id, result: { error: { type: 'validation_error', code: `incomplete_${first}`, message: t(problems[first]) } } });
    return;
  }

  const form = new URLSearchParams({ client_secret: settings.clientSecret, use_stripe_sdk: 'true', 'payment_method_data[type]': method() });
  if (returnUrl) form.set('return_url', returnUrl);
  if (isCard) {
    const { month, year } = readExpiry(fields.expiry.value);
    form.set('payment_method_data[card][number]', digitsOf(fields.number.value));
    form.set('payment_method_data[card][exp_month]', String(month));
    form.set('payment_method_data[card][exp_year]', String(year));
    form.set('payment_method_data[card][cvc]', digitsOf(fields.cvc.value));
  }

  attempt ??= crypto.getRandomValues(new Uint32Array(4)).join('-');
  for (const input of Object.values(fields)) input.readOnly = true;
  const { intent, error } = await call('POST', '/confirm', form, attempt);
  for (const input of Object.values(fields)) input.readOnly = false;
  // A new idempotency key for the next attempt, except after a lost response, which repeats the same one.
  if (error?.type !== 'api_connection_error') attempt = null;
  const field = isCard && error ? fieldErrors[error.decline_code] ?? fieldErrors[error.code] : null;
  if (field) { show(...field); fields[field[0]].focus(); }
  post({ type: 'confirmed', id, result: error ? { error } : { paymentIntent: intent } });
}

/** Returns { intent } or { error }, the latter in Stripe's format. */
async function call(verb, path, body, idempotencyKey) {
  const headers = { Authorization: `Bearer ${settings.key}` };
  if (idempotencyKey) headers['Idempotency-Key'] = idempotencyKey;
  const intent = settings.clientSecret.split('_secret_')[0];
  try {
    const response = await fetch(`/v1/payment_intents/${encodeURIComponent(intent)}${path}`, {
      method: verb, headers, body, cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer', signal: AbortSignal.timeout(timeoutMilliseconds),
    });
    const answer = await response.json();
    if (response.ok) return { intent: answer };
    if (answer.error && response.status < 500 && response.status !== 409 && response.status !== 429) return { error: answer.error };
    return { error: { type: 'api_error', message: `The payment provider answered ${response.status}.` } };
  } catch {
    return { error: { type: 'api_connection_error', message: 'We are experiencing issues connecting to our payments provider. Please check your connection and try again.' } };
  }
}

post({ type: 'listening' });
