import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    typecheck: { enabled: true, include: ['**/*.test-d.ts'], tsconfig: './tsconfig.json' },
    globalSetup: ['apps/docs/browser.setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
