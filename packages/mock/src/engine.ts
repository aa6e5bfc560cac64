import { factory } from '@stoplight/prism-core';
import type {
  IHttpConfig,
  IHttpRequest,
  IHttpResponse,
  PrismHttpComponents,
  PrismHttpInstance,
} from '@stoplight/prism-http';
import * as negotiatorModule from '@stoplight/prism-http/dist/mocker/negotiator/NegotiatorHelpers.js';
import type { HttpResponse } from '@tfe-admin-runs/http';
import type { Operation } from './operation.ts';
import type { Preference } from './prefer.ts';

const negotiator = defaultExport(defaultExport(negotiatorModule));

/** Gives Prism's response for an operation and a preference. */
export type Engine = (operation: Operation, preference: Preference) => Promise<HttpResponse>;

/**
 * Prism's core and its negotiator respond with the document's examples, and load in a tenth of a second. Prism's mocker,
 * with the generators of random data, takes five times as long, so it is loaded with the first `dynamic=true`.
 * `engine.test.ts` proves that both give the same response for every example.
 */
export function createEngine(): Engine {
  const exampleEngine = createExampleEngine();
  let mocker: Promise<Engine> | undefined;
  return async (operation, preference) => {
    if (!preference.dynamic) return exampleEngine(operation, preference);
    mocker ??= loadMocker();
    return (await mocker)(operation, preference);
  };
}

export function createExampleEngine(): Engine {
  return createEngineOf(mockFromExamples);
}

/** Not by Prism's `createInstance`, which brings its proxy, its router and the loader of documents: 21 packages more. */
export async function loadMocker(): Promise<Engine> {
  const mock = defaultExport(defaultExport(await import('@stoplight/prism-http/dist/mocker/index.js')));
  return createEngineOf(mock as PrismHttpComponents['mock']);
}

function createEngineOf(mock: PrismHttpComponents['mock']): Engine {
  const create = factory<Operation, IHttpRequest, IHttpResponse, IHttpConfig>;
  return toEngine(create(configOf({ dynamic: false }), { ...components, mock } as PrismHttpComponents));
}

function toEngine(prism: PrismHttpInstance): Engine {
  return async (operation, preference) => {
    const { method, path } = operation;
    // No headers: the preference has what they ask for, and Prism would log the token.
    const request = { method, url: { path }, headers: {} } as IHttpRequest;
    const result = await prism.request(request, [operation], configOf(preference))();
    if (result._tag === 'Left') throw result.left;
    const { statusCode, headers = {}, body } = result.right.output;
    return { status: statusCode, headers: lowerCaseNames(headers), body };
  };
}

function lowerCaseNames(headers: Record<string, unknown>): Record<string, string> {
  const present = Object.entries(headers).filter(([, value]) => value !== null);
  return Object.fromEntries(present.map(([name, value]) => [name.toLowerCase(), String(value)]));
}

function configOf(mock: Preference): IHttpConfig {
  return {
    isProxy: false,
    checkSecurity: false,
    validateRequest: false,
    validateResponse: false,
    errors: false,
    upstreamProxy: undefined,
    mock,
  };
}

function ignore() {}

const logger = {
  trace: ignore,
  debug: ignore,
  info: ignore,
  success: ignore,
  warn: ignore,
  error: ignore,
  fatal: ignore,
  child: () => logger,
} as unknown as PrismHttpComponents['logger'];

/** The router of `respond.ts` has found the operation already: what Prism says about an unknown path is not JSON:API. */
const components: Pick<PrismHttpComponents, 'logger' | 'route'> = {
  logger,
  route: ({ resources: [operation] }) => ({ _tag: 'Right', right: operation as Operation }),
};

/** The part of Prism's mocker that needs no generator: responds with the negotiated example. */
const mockFromExamples: PrismHttpComponents['mock'] =
  ({ resource, config }) =>
  (log) => {
    const negotiated = negotiator.negotiateOptionsForValidRequest(resource, config)(log);
    if (negotiated._tag === 'Left') return negotiated;
    const { code, mediaType, bodyExample, headers: headerSpecs = [] } = negotiated.right;
    if (!bodyExample || !('value' in bodyExample))
      return { _tag: 'Left', left: new Error(`the document has no example for ${code} of ${resource.path}`) };
    const headers: Record<string, string> = mediaType ? { 'Content-type': mediaType } : {};
    for (const { name, examples: [example] = [] } of headerSpecs)
      if (example && 'value' in example) headers[name] = example.value as string;
    return { _tag: 'Right', right: { statusCode: Number(code), headers, body: bodyExample.value } };
  };

/** Node and bundlers disagree about what is the default export of a CommonJS module: this finds it under both. */
function defaultExport<Module extends object>(
  module: Module,
): Module extends { default: infer Default } ? Default : Module {
  return ('default' in module ? module.default : module) as ReturnType<typeof defaultExport<Module>>;
}
