// The reference stood at the root until it moved, and `#/admin-runs/listadminruns` is in other people's links.
function followOldLink() {
  if (location.hash.startsWith('#/')) location.replace(`reference/index.html${location.hash}`);
}

followOldLink();
addEventListener('hashchange', followOldLink);
