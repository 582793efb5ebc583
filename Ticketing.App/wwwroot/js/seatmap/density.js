// Watches the device pixel ratio, which changes without a resize: zoom on some platforms, a move to another screen.

/** Calls back after every change; returns a function that stops watching. */
export function watchDensity(onChange) {
  const abort = new AbortController();
  const watch = () => matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener('change', () => {
    watch(); // a query matches one ratio only
    onChange();
  }, { once: true, signal: abort.signal });
  watch();
  return () => abort.abort();
}
