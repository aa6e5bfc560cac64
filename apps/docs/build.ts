import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { complaints, finishPage } from './page.ts';

function here(path: string) {
  return fileURLToPath(new URL(path, import.meta.url));
}

const installed = createRequire(import.meta.url).resolve;

const styleSheets = ['theme', 'bar', 'reference'];

/** The bundled document, as the package of that name publishes it. */
export const yaml = installed('@tfe-admin-runs/openapi/openapi.yaml');
export const json = installed('@tfe-admin-runs/openapi/openapi.json');

/** Builds the whole folder of static files; answers with the path of its page. */
export function buildDocs(folder: string): string {
  const document = JSON.parse(readFileSync(json, 'utf8')) as {
    info: { title: string; version: string; contact: { url: string } };
  };
  const root = JSON.parse(readFileSync(here('../../package.json'), 'utf8')) as {
    name: string;
    repository: { url: string };
  };

  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(yaml, `${folder}/openapi.yaml`);
  cpSync(json, `${folder}/openapi.json`);

  const index = `${folder}/index.html`;
  const source = `${folder}/reference.json`;
  writeFileSync(
    source,
    JSON.stringify(document, (key, value) => (key === 'description' ? unwrap(value) : value)),
  );
  const options = ['--config', here('redocly.yaml'), '--template', here('template.hbs'), '--inlineBundle'];
  const command = [installed('@redocly/cli/bin/cli.js'), 'build-docs', source, ...options];
  execFileSync(process.execPath, [...command, '--title', document.info.title, '--output', index], {
    env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

  rmSync(source);

  const page = finishPage(readFileSync(index, 'utf8'), {
    styles: styleSheets.map((name) => readFileSync(here(`styles/${name}.css`), 'utf8')).join('\n'),
    name: root.name,
    version: document.info.version,
    repository: document.info.contact.url,
  });
  const found = complaints(page);
  if (found.length > 0) {
    rmSync(index);
    throw new Error(`The reference must not be published as it is:\n  ${found.join('\n  ')}`);
  }
  writeFileSync(index, page);
  return index;
}

/** Joins the lines of each paragraph: the renderer's search glues the last word of a line to the first of the next. */
function unwrap(description: string): string {
  return description.replaceAll(/(?<=\S)\n *(?=[^\s#*>|\d-])/g, ' ');
}

if (import.meta.main) {
  const index = buildDocs(here('dist'));
  console.log(`${index}: ${Math.round(readFileSync(index).length / 1024)} KiB`);
}
