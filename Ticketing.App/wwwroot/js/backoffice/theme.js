// Runs before the first paint, so it is no module. The palettes are scoped to data-theme: without a stored choice it follows the
// system.

(() => {
  const root = document.documentElement;
  if (root.dataset.theme) return;
  const system = matchMedia('(prefers-color-scheme: dark)');
  const follow = () => {
    if (!/(^|; )theme=/.test(document.cookie)) root.dataset.theme = system.matches ? 'dark' : 'light';
  };
  follow();
  system.addEventListener('change', follow);
})();
