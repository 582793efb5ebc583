// Pure rules: derive what the page shows from the status document and the visitor's place.

const dayMinutes = 24 * 60;

/** Number of visitors ahead; negative once called. */
export const aheadOf = (place, serving) => place - serving;

/** Shortest and longest wait in minutes, as in Core's WaitEstimate; null if unknown. */
export function estimate(ahead, perMinute) {
  if (!(perMinute > 0)) {
    return null;
  }

  const minutes = Math.max(0, ahead) / perMinute;
  return { shortest: Math.min(dayMinutes, minutes * 0.8), longest: Math.min(dayMinutes, minutes * 1.3 + 1 / perMinute) };
}

/** The wait in words. duration(minutes) says a time; texts: under, about, atMost, between. */
export function waitWords({ shortest, longest }, duration, texts) {
  const [from, to] = [duration(shortest), duration(longest)];
  const fill = (text, ...values) => text.replace(/\{(\d)\}/g, (_, i) => values[i]);
  return longest < 1 ? texts.under
    : from === to ? fill(texts.about, to)
    : shortest < 1 ? fill(texts.atMost, to)
    : fill(texts.between, from, to);
}

/**
 * Polling interval in milliseconds: an eighth of the wait, between two seconds and a minute, with jitter of a quarter against
 * synchronized polls.
 */
export function pollAfter(etaSeconds, random = Math.random()) {
  const seconds = Math.min(60, Math.max(2, (Number.isFinite(etaSeconds) ? etaSeconds : 80) / 8));
  return seconds * 1000 * (0.75 + random / 2);
}

/** Milliseconds from the call until the page claims its pass: time to read for who watches; a hidden page claims at once. */
export const claimAfter = (hidden) => (hidden ? 0 : 4000);

/** What follows the response to a claim: in, late (join again at the end), lost (the browser has no place any more) or retry. */
export const afterClaim = (status) => ({ 200: 'in', 410: 'late', 404: 'lost' })[status] ?? 'retry';

/** Progress from 0 to 1; never decreases. */
export function progress(first, ahead, before = 0) {
  const now = first > 0 ? 1 - Math.max(0, ahead) / first : 1;
  return Math.min(1, Math.max(before, now, 0));
}

/** Seconds until the room's next event; null if there is none. */
export function secondsUntilNext(document, now) {
  const next = document.phase === 'announced' ? document.opens : document.phase === 'pre-queue' ? document.starts : null;
  return next == null ? null : Math.max(0, next - now);
}

/** `1:02:03`, with days if there are any. */
export function countdown(seconds) {
  const whole = Math.ceil(seconds);
  const [days, hours, minutes, rest] = [Math.floor(whole / 86400), Math.floor(whole / 3600) % 24, Math.floor(whole / 60) % 60, whole % 60];
  const two = (number) => String(number).padStart(2, '0');
  return (days > 0 ? `${days} d ` : '') + (days > 0 || hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`);
}
