import { fileURLToPath } from 'node:url';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';
import tsconfig from './tsconfig.json' with { type: 'json' };

function root(path: string) {
  return fileURLToPath(new URL(path, import.meta.url));
}

// Tests read the sources of the packages, not what was built from them.
const alias = Object.entries(tsconfig.compilerOptions.paths).map(([name, [source]]) => ({
  find: new RegExp(`^${name}$`),
  replacement: root(source as string),
}));

/** By project; `scripts/rooms.test.ts` checks that none is missing. */
const folders = {
  repository: 'scripts',
  openapi: 'openapi',
  types: 'packages/types',
  client: 'packages/client',
  http: 'packages/http',
  command: 'packages/command',
  mock: 'packages/mock',
  server: 'packages/server',
  cli: 'packages/cli',
  contract: 'packages/contract',
  docs: 'apps/docs',
};
const globalSetups: Record<string, string[]> = {
  contract: ['packages/testing/src/browser.setup.ts'],
  docs: ['packages/testing/src/browser.setup.ts'],
  server: ['packages/testing/src/postgres.setup.ts'],
};
const withTypeTests = ['types', 'client'];

// `npm test` runs what is fast, `vitest run --mode e2e` the long tests in the `e2e` folders.
export default defineConfig(({ mode }) => {
  const isE2e = mode === 'e2e';

  function project([name, folder]: [string, string]): TestProjectConfiguration {
    return {
      resolve: { alias },
      test: {
        name,
        dir: root(folder),
        include: isE2e ? ['**/e2e/**/*.test.ts'] : ['**/*.test.ts'],
        exclude: ['**/node_modules/**', '**/dist/**', ...(isE2e ? [] : ['**/e2e/**'])],
        typecheck: {
          enabled: withTypeTests.includes(name) && !isE2e,
          include: ['**/*.test-d.ts'],
          tsconfig: './tsconfig.json',
        },
        globalSetup: (globalSetups[name] ?? []).map(root),
        setupFiles: [root('packages/testing/src/environment.setup.ts')],
        testTimeout: 60_000,
        hookTimeout: 120_000,
      },
    };
  }

  return {
    test: {
      globalSetup: [root('scripts/build.setup.ts')],
      projects: Object.entries(folders).map(project),
    },
  };
});
