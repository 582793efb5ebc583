// What follows from the provider's answer to a payment, and how its element is dressed in our design. No page is needed for either.

const onItsWay = { succeeded: 'paid', requires_capture: 'paid', processing: 'wait' };
const lost = ['api_connection_error', 'api_error', 'rate_limit_error', 'idempotency_error'];

/**
 * What to do after { error, paymentIntent }, as Stripe.js answers them. Answers one of
 * { go: 'paid' | 'wait' }, { ask: true } when only the provider knows, { say: code } or {} when the element has said it itself.
 */
export function nextStep({ error, paymentIntent }) {
  const intent = paymentIntent ?? error?.payment_intent;
  // Another tab, or a click before this one, was faster.
  if (onItsWay[intent?.status]) return { go: onItsWay[intent.status] };
  if (intent?.status === 'canceled') return { say: 'too_late' };
  if (!error) return intent?.last_payment_error ? nextStep({ error: intent.last_payment_error }) : { say: 'unfinished' };
  if (error.type === 'validation_error') return {};
  if (lost.includes(error.type) || (error.code === 'payment_intent_unexpected_state' && !intent)) return { ask: true };
  return { say: error.decline_code ?? error.code ?? 'declined' };
}

/** The sentence for a code; what is not in the table is told like any decline. */
export const sentenceOf = (texts, code) => texts[code] ?? texts.declined;

/** Stripe's "appearance" of our design. colour: a custom property's name to the colour that it has now. */
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
