import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { document, project } from '../document.ts';
import { findProblems, mendPage, splitPage } from './page.ts';

const redocly = createRequire(import.meta.url).resolve('@redocly/cli/bin/cli.js');

/** What one reader of the reference in a hurry must know, for search engines and link previews. */
export const description =
  'The two endpoints of the Admin Runs API: every parameter, field, status and error, with samples.';

/** The files of the reference that are copied as they are. */
const assets = ['theme.css', 'bar.css', 'reference.css', 'reference.js', 'style-sheets.js'];

function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

/** Builds the reference into a folder. */
export function buildReference(folder: string) {
  const page = mendPage(runRedocly(), {
    name: project.name,
    version: document.info.version,
    repository: project.repository,
    description,
  });
  const problems = findProblems(page);
  if (problems.length > 0) throw new Error(`The reference must not be published as it is:\n  ${problems.join('\n  ')}`);

  mkdirSync(folder, { recursive: true });
  for (const name of assets) cpSync(here(name), join(folder, name));
  for (const [name, text] of Object.entries(splitPage(page))) writeFileSync(join(folder, name), text);
}

/** Returns the page that `redocly build-docs` makes of the document. */
function runRedocly(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tfe-admin-runs-reference-'));
  try {
    const [input, output] = [join(folder, 'openapi.json'), join(folder, 'index.html')];
    writeFileSync(
      input,
      JSON.stringify(withEndpoints(), (key, value) => (key === 'description' ? unwrap(value) : value)),
    );
    const options = ['--config', here('redocly.yaml'), '--template', here('template.hbs'), '--inlineBundle'];
    const args = [redocly, 'build-docs', input, ...options, '--title', 'API reference', '--output', output];
    execFileSync(process.execPath, args, {
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return readFileSync(output, 'utf8');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Puts method and path before the description of each operation: the renderer shows them beside it, and cuts them. */
function withEndpoints(): typeof document {
  const copy = structuredClone(document);
  for (const [path, methods] of Object.entries(copy.paths))
    for (const [method, operation] of Object.entries(methods))
      operation.description = `\`${method.toUpperCase()} ${path}\`\n\n${operation.description}`;
  return copy;
}

/** Joins the lines of each paragraph: the renderer's search glues the last word of a line to the first of the next. */
function unwrap(description: string): string {
  return description.replaceAll(/(?<=\S)\n *(?=[^\s#*>|\d-])/g, ' ');
}
