const html = document.documentElement;

function find<T extends Element>(selector: string): T {
  return document.querySelector(selector) as T;
}

function setUpColors() {
  const button = find<HTMLButtonElement>('.theme-button');
  const system = matchMedia('(prefers-color-scheme: dark)');

  function isDark(): boolean {
    return html.classList.contains('dark') || (system.matches && !html.classList.contains('light'));
  }
  function show() {
    button.setAttribute('aria-pressed', `${isDark()}`);
  }
  button.addEventListener('click', () => {
    const mode = isDark() ? 'light' : 'dark';
    html.classList.remove('light', 'dark');
    html.classList.add(mode);
    try {
      localStorage.setItem('redoc.colorMode', mode);
    } catch {
      // Storage may be forbidden. The choice is forgotten with the page then.
    }
    show();
  });
  system.addEventListener('change', show);
  show();
  button.hidden = false;
}

/** The menu is open without scripts; on a narrow screen it closes, so that the page begins with its title. */
function setUpMenu() {
  const menu = find<HTMLDetailsElement>('.menu');
  const wide = matchMedia('(min-width: 900px)');
  function fit() {
    menu.open = wide.matches;
  }
  wide.addEventListener('change', fit);
  fit();
}

function setUpSearch() {
  const button = find<HTMLButtonElement>('.search-button');
  const dialog = find<HTMLDialogElement>('dialog.search');
  let isLoaded = false;

  /** Scripts, not `fetch`, because a page that was opened as a file cannot fetch. */
  function load(name: string) {
    const script = document.createElement('script');
    script.src = `${html.dataset.root}assets/${name}.js`;
    script.async = false;
    document.head.append(script);
  }
  function open() {
    if (!dialog.open) dialog.showModal();
    if (!isLoaded) for (const name of ['search-index', 'search']) load(name);
    isLoaded = true;
  }

  button.addEventListener('click', open);
  dialog.addEventListener('click', (event) => {
    const isLink = (event.target as Element).closest('a');
    if (event.target === dialog || isLink) dialog.close();
  });
  addEventListener('keydown', (event) => {
    const isTyping = (event.target as Element).closest?.('input, textarea');
    const isShortcut = (event.key === 'k' && (event.ctrlKey || event.metaKey)) || (event.key === '/' && !isTyping);
    if (!isShortcut) return;
    event.preventDefault();
    open();
  });
  button.hidden = false;
}

function addCopyButtons() {
  if (!navigator.clipboard) return; // Browsers offer it on secure origins only.
  for (const block of document.querySelectorAll('.code > pre')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.textContent = 'Copy';
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(block.textContent);
      button.textContent = 'Copied';
      setTimeout(() => {
        button.textContent = 'Copy';
      }, 2_000);
    });
    block.after(button);
  }
}

setUpColors();
setUpMenu();
setUpSearch();
addCopyButtons();
// The reference leads here to print.
if (location.hash === '#print') print();
