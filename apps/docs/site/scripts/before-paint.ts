// Runs before anything is painted. It shares the reader's choice of colors with the reference, whose renderer stores it.
try {
  const mode = localStorage.getItem('redoc.colorMode');
  if (mode === 'light' || mode === 'dark') document.documentElement.classList.add(mode);
} catch {
  // Storage may be forbidden. The colors are those of the system then.
}
