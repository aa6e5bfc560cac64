import { defineConfig } from '@hey-api/openapi-ts';

export default defineConfig({
  input: '../openapi/dist/openapi.json',
  output: 'generated/hey-api-zod',
  plugins: [
    '@hey-api/typescript',
    '@hey-api/client-fetch',
    { name: '@hey-api/sdk', validator: true },
    { name: 'zod', dates: { offset: true } },
  ],
});
