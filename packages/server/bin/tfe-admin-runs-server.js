#!/usr/bin/env node
// First of all: as process 1 of a container, a program ignores a signal that it has no handler for.
process.on('SIGINT', exit).on('SIGTERM', exit);

if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(`tfe-admin-runs-server needs Node 24 or newer; this is ${process.version}.`);
  process.exit(1);
}
await import('../dist/cli.js');

function exit() {
  process.exit();
}
