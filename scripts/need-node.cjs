// In plain JavaScript: an older Node cannot read the TypeScript ones, and would not say why.
if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(
    `This repository needs Node 24; this is ${process.version}. ` +
      '`npm ci` brings it on Linux (unless run with --omit=optional); on macOS install it: `nvm install` reads .nvmrc.',
  );
  process.exit(1);
}
