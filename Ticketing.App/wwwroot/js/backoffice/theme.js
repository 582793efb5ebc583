// Runs before the first paint, so no module. The back office's palettes hang on data-theme: without a choice of the visitor's own
// it follows the system.

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
