// Runs before every script that needs Node 24. In plain JavaScript: an older Node cannot read the TypeScript ones, and would
// not say why. `npm install NAME` may have linked another Node: the script that follows runs under the one linked here.
require('./link-node.cjs');

const isLinked = require('node:fs').existsSync(`node_modules/node-${process.platform}-${process.arch}/bin/node`);
if (!isLinked && Number(process.versions.node.split('.')[0]) < 24) {
  console.error(
    `This repository needs Node 24; this is ${process.version}. ` +
      '`npm ci` installs it on Linux (unless run with --omit=optional); on macOS install it: `nvm install` reads .nvmrc.',
  );
  process.exit(1);
}
