// `npm ci` runs this at its end: several packages bring a `node`, and npm 10 removes it from `node_modules/.bin` once one of
// them does not fit the machine. In plain JavaScript, for the installation runs under the machine's own Node.
const { existsSync, rmSync, symlinkSync } = require('node:fs');

const ours = `node-${process.platform}-${process.arch}/bin/node`;
if (existsSync(`node_modules/${ours}`)) {
  rmSync('node_modules/.bin/node', { force: true });
  symlinkSync(`../${ours}`, 'node_modules/.bin/node');
}
