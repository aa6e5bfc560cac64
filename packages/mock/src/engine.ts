import { createRequire } from 'node:module';
import { factory } from '@stoplight/prism-core';
import type {
  IHttpConfig,
  IHttpRequest,
  IHttpResponse,
  PrismHttpComponents,
  PrismHttpInstance,
} from '@stoplight/prism-http';
import type { Answer } from '@tfe-admin-runs/http';
import type { Operation } from './operations.ts';
import type { Preference } from './prefer.ts';

type Negotiator = typeof import('@stoplight/prism-http/dist/mocker/negotiator/NegotiatorHelpers.js')['default'];

// Required, because bundlers and Node disagree about what the default import of such a module is.
const negotiator: Negotiator = createRequire(import.meta.url)(
  '@stoplight/prism-http/dist/mocker/negotiator/NegotiatorHelpers.js',
).default;

/** Prism's answer to a request that was found right, or the document's answer, by its code, to one that was not. */
export type Engine = (operation: Operation, preference: Preference) => Promise<Answer>;

/**
 * Prism comes in two cuts. Its core and its negotiator answer from the document's examples, and load in a tenth of a
 * second. All of it, with the generators of made-up data, takes five times as long, and so is loaded with the first
 * answer that needs it: `dynamic=true`. `engine.test.ts` holds the two cuts equal, example by example.
 */
export const createEngine = (): Engine => {
  const quick = createQuickEngine();
  let whole: Promise<Engine> | undefined;
  return async (operation, preference) => {
    if (!preference.dynamic) return quick(operation, preference);
    whole ??= loadWholeEngine();
    return (await whole)(operation, preference);
  };
};

export const createQuickEngine = (): Engine =>
  ask(factory<Operation, IHttpRequest, IHttpResponse, IHttpConfig>(configOf({ dynamic: false }), quickComponents));

export const loadWholeEngine = async (): Promise<Engine> => {
  const { createInstance } = await import('@stoplight/prism-http');
  return ask(createInstance(configOf({ dynamic: false }), components));
};

const ask =
  (prism: PrismHttpInstance): Engine =>
  async (operation, preference) => {
    const { method, path } = operation;
    // No headers go in: what they ask for is in the preference already, and Prism would log the token.
    const request = { method, url: { path }, headers: {} } as IHttpRequest;
    const result = await prism.request(request, [operation], configOf(preference))();
    if (result._tag === 'Left') throw result.left;
    const { statusCode, headers = {}, body } = result.right.output;
    const sent = Object.entries(headers).filter(([, value]) => value !== null);
    return {
      status: statusCode,
      headers: Object.fromEntries(sent.map(([name, value]) => [name.toLowerCase(), `${value}`])),
      body,
    };
  };

const configOf = (mock: Preference): IHttpConfig => ({
  isProxy: false,
  checkSecurity: false,
  validateRequest: false,
  validateResponse: false,
  errors: false,
  upstreamProxy: undefined,
  mock,
});

const ignore = () => {};
const logger = {
  ...{ trace: ignore, debug: ignore, info: ignore, success: ignore, warn: ignore, error: ignore, fatal: ignore },
  child: () => logger,
} as unknown as PrismHttpComponents['logger'];

/** The path and the method were matched before, for a wrong one must be answered in the shape of JSON:API. */
const components: Pick<PrismHttpComponents, 'logger' | 'route'> = {
  logger,
  route: ({ resources: [operation] }) => ({ _tag: 'Right', right: operation as Operation }),
};

/** The half of Prism's mocker that needs no generator: what was negotiated, as the document has it. */
const mockFromExamples: PrismHttpComponents['mock'] =
  ({ resource, config }) =>
  (log) => {
    const negotiated = negotiator.negotiateOptionsForValidRequest(resource, config)(log);
    if (negotiated._tag === 'Left') return negotiated;
    const { code, mediaType, bodyExample, headers: specs = [] } = negotiated.right;
    if (!bodyExample || !('value' in bodyExample))
      return { _tag: 'Left', left: new Error(`the document has no example for ${code} of ${resource.path}`) };
    const headers: Record<string, string> = mediaType ? { 'Content-type': mediaType } : {};
    for (const { name, examples: [example] = [] } of specs)
      if (example && 'value' in example) headers[name] = example.value as string;
    return { _tag: 'Right', right: { statusCode: Number(code), headers, body: bodyExample.value } };
  };

const quickComponents = { ...components, mock: mockFromExamples } as PrismHttpComponents;
