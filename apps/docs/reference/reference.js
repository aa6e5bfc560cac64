const redoc = document.querySelector('#redoc');

// The renderer's menu is no landmark, and is made anew when the page is opened by a deep link.
function nameMenu() {
  const menu = redoc.querySelector('.menu-content');
  menu?.setAttribute('role', 'navigation');
  menu?.setAttribute('aria-label', 'Reference');
}
new MutationObserver(nameMenu).observe(redoc, { childList: true });
nameMenu();

// The page's address after the hash belongs to the renderer's router, so a plain anchor cannot skip.
document.querySelector('.bar-skip').addEventListener('click', () => {
  const main = document.querySelector('main');
  main.tabIndex = -1;
  main.focus();
});

// On a phone the search box is hidden in the menu, yet a click on it opens the dialog from anywhere.
document.querySelector('.bar-search').addEventListener('click', () => {
  document.querySelector('[data-testid="search-trigger"] > *').click();
});

document.addEventListener('keydown', (event) => {
  const isPrint = event.key === 'p' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
  if (!isPrint) return;
  event.preventDefault();
  location.assign('print.html#print');
});
