import { defineConfig } from 'orval';

export default defineConfig({
  adminRuns: {
    input: '../openapi/dist/openapi-3.0.json',
    output: {
      target: 'generated/orval-fetch.ts',
      client: 'fetch',
      baseUrl: { runtime: 'process.env.TFE_ADDRESS' },
    },
  },
});
