// The rooms of the repository, as rules on imports: `npm run imports`. CONTRIBUTING.md says what each room is for, and
// scripts/rooms.test.ts checks what these rules cannot.
/** By folder; `scripts/rooms.test.ts` checks that none is missing. */
const rooms = {
  openapi: '^openapi/',
  types: '^packages/types/',
  client: '^packages/client/',
  http: '^packages/http/',
  command: '^packages/command/',
  mock: '^packages/mock/',
  server: '^packages/server/',
  cli: '^packages/cli/',
  testing: '^packages/testing/',
  contract: '^packages/contract/',
  docs: '^apps/docs/',
};

const tests = '\\.test(-d)?\\.ts$|/src/testing/|/e2e/|^packages/contract/';

/** What the sources of a room may import from other rooms; everything else is an error. */
const mayImport = {
  openapi: [],
  types: ['openapi'],
  client: ['types'],
  http: [],
  command: [],
  mock: ['openapi', 'http', 'command'],
  server: ['openapi', 'types', 'http', 'command'],
  cli: ['types', 'client', 'command'],
  testing: ['openapi', 'http'],
  docs: ['openapi', 'http', 'command'],
};

/** One rule for each room: its sources import only the rooms that stand before it. */
const arrows = Object.entries(mayImport).map(([room, allowed]) => ({
  name: `${room}-imports`,
  comment: `Sources of ${room} may import ${allowed.join(', ') || 'no other room'}. Move the code, or change the rule and say why.`,
  severity: 'error',
  from: { path: rooms[room], pathNot: tests },
  to: { path: '^(openapi|packages|apps)/', pathNot: [rooms[room], ...allowed.map((name) => rooms[name])] },
}));

module.exports = {
  forbidden: [
    ...arrows,
    {
      name: 'no-cycle',
      comment: 'Two files import each other. Move what both need into a third file.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-import-of-contract',
      comment: 'The contract may use every room, and no room uses it. What tests share belongs in packages/testing.',
      severity: 'error',
      from: { pathNot: rooms.contract },
      to: { path: rooms.contract },
    },
    {
      name: 'no-testing-in-sources',
      comment: 'Only tests, benchmarks, and what tries packed packages, import packages/testing.',
      severity: 'error',
      from: { pathNot: `${tests}|${rooms.testing}|^scripts/.*\\.test\\.ts$|^scripts/(bench/|rehearse|consume)` },
      to: { path: `${rooms.testing}|/src/testing/` },
    },
    {
      name: 'declared',
      comment: 'This package is not in the package.json of the one that imports it, nor in that of the root.',
      severity: 'error',
      from: {},
      // What a build makes need not be there, here and below.
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'], pathNot: '^node:|/dist/' },
    },
    {
      name: 'resolvable',
      comment: 'This import leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '/dist/' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    doNotFollow: { path: 'node_modules|/dist/' },
    exclude: { path: '^artifacts/|^(packages/[^/]+|apps/[^/]+)/dist/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
