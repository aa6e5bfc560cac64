const redoc = document.querySelector('#redoc');

// The renderer's menu is no landmark, and its search box is reached by the mouse alone. Both are made anew when the page
// is opened by a deep link.
function mendMenu() {
  const menu = redoc.querySelector('.menu-content');
  menu?.setAttribute('role', 'navigation');
  menu?.setAttribute('aria-label', 'Reference');

  const search = redoc.querySelector('[data-testid="search-trigger"]');
  if (!search || search.tabIndex === 0) return;
  search.tabIndex = 0;
  search.setAttribute('role', 'button');
  search.addEventListener('keydown', ({ key }) => {
    if (key === 'Enter') search.firstElementChild.click();
  });
}
new MutationObserver(mendMenu).observe(redoc, { childList: true });
mendMenu();

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
