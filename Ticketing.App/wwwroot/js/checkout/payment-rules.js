// Pure rules: the next step after the provider's response, and the appearance of its element.

const onItsWay = { succeeded: 'paid', requires_capture: 'paid', processing: 'wait' };
const lost = ['api_connection_error', 'api_error', 'rate_limit_error', 'idempotency_error'];

/**
 * The next step after { error, paymentIntent } from Stripe.js. Returns one of
 * { go: 'paid' | 'wait' | 'changed' }, { ask: true } to query the provider, { say: code }, or {} when the element shows the error itself.
 */
export function nextStep({ error, paymentIntent }) {
  const intent = paymentIntent ?? error?.payment_intent;
  // Paid by another tab or an earlier click.
  if (onItsWay[intent?.status]) return { go: onItsWay[intent.status] };
  if (intent?.status === 'canceled') return { go: 'changed' };
  if (!error) return intent?.last_payment_error ? nextStep({ error: intent.last_payment_error }) : { say: 'unfinished' };
  if (error.type === 'validation_error') return {};
  if (lost.includes(error.type) || (error.code === 'payment_intent_unexpected_state' && !intent)) return { ask: true };
  return { say: error.decline_code ?? error.code ?? 'declined' };
}

/** The message for a code; unknown codes get the generic decline message. */
export const sentenceOf = (texts, code) => texts[code] ?? texts.declined;

/** Stripe's "appearance" object for this design. colour: maps a custom property to its computed colour. */
export function appearanceOf({ isDark, colour, fontFamily }) {
  const line = colour('--line-strong');
  return {
    theme: isDark ? 'night' : 'stripe',
    labels: 'above',
    variables: {
      colorPrimary: colour('--accent'),
      colorBackground: colour('--surface'),
      colorText: colour('--ink'),
      colorTextSecondary: colour('--ink-soft'),
      colorTextPlaceholder: colour('--ink-soft'),
      colorDanger: colour('--danger'),
      fontFamily,
      fontSizeBase: '16px',
      spacingUnit: '4px',
      borderRadius: '8px',
    },
    rules: {
      '.Input': { borderColor: line, boxShadow: 'none' },
      '.Tab': { borderColor: line, boxShadow: 'none' },
      '.Label': { fontWeight: '600', fontSize: '16px' },
    },
  };
}
