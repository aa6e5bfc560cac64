#!/usr/bin/env node
if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(`tfe-admin-runs-server needs Node 24 or newer; this is ${process.version}.`);
  process.exit(1);
}
await import('../dist/cli.js');
