// Everything that the package reads at run time. The files are beside this one in the sources, and the build copies them
// beside the bundle, so the same relative paths work in both.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname } from 'node:path';
import type { ExampleWorld, Facts } from './facts.ts';

const require = createRequire(import.meta.url);

export const version: string = require('../package.json').version;

export const facts: Facts = require('./facts.gen.json');

export function readExampleWorld(): ExampleWorld {
  return require('./world.gen.json');
}

export interface Migration {
  number: number;
  sql: string;
}

const migrationsFolder = new URL('store/migrations/', import.meta.url);

/** Every migration, oldest first. */
export function readMigrations(): Migration[] {
  return readdirSync(migrationsFolder)
    .filter((name) => /^\d{4}-.*\.sql$/.test(name))
    .map((name) => ({ number: Number(name.slice(0, 4)), sql: readFileSync(new URL(name, migrationsFolder), 'utf8') }))
    .sort((a, b) => a.number - b.number);
}

/** A program beside this file: TypeScript in the sources, JavaScript in the bundle. */
function programNamed(name: string): URL {
  return new URL(name + extname(import.meta.url), import.meta.url);
}

export const workerProgram = programNamed('worker');
export const fillProgram = programNamed('fill');
