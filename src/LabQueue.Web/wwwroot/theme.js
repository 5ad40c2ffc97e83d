// Before anything is drawn: the device's theme where none was chosen.
(() => {
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const follow = () => root.setAttribute('data-bs-theme', dark.matches ? 'dark' : 'light');
  if (!root.dataset.bsTheme) {
    follow();
    dark.addEventListener('change', follow);
  }
})();
