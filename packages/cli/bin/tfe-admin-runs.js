#!/usr/bin/env node
// First of all: as process 1 of a container, a program ignores a signal that it has no handler for.
process.on('SIGINT', exit).on('SIGTERM', exit).on('SIGHUP', exit);

// Proxies of the environment work from Node 22.21 and 24.5 on, the certificates of the system from 22.19 and 24.5 on.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 21) || major === 23 || (major === 24 && minor < 5)) {
  console.error(`tfe-admin-runs needs Node 22.21 or newer, or 24.5 or newer; this is ${process.version}.`);
  process.exit(1);
}
await import('../dist/cli.js');

function exit() {
  process.exit(130);
}
