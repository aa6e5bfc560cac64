import { essenceOf, explainParameter, maxProblems, type Problem, parseJson, readParameter } from '@tfe-admin-runs/http';
import type { ErrorObject as Violation } from 'ajv';
import { compile } from './compile.ts';
import type { Operation, Response } from './operation.ts';

/** A response as it arrived. */
export interface ReceivedResponse {
  status: number;
  headers: Headers;
  body: Buffer;
}

export type ResponseCheck = (received: ReceivedResponse) => Problem[];

/** Compiles the responses of an operation. The function gives what is wrong with a response; empty if nothing is. */
export function createResponseCheck({ responses }: Operation): ResponseCheck {
  const checks = new Map(responses.map((response) => [response.code, createCheck(response)]));
  return (received) => {
    const check = checks.get(String(received.status)) ?? checks.get('default');
    return check ? check(received) : [{ detail: `the document has no response ${received.status}` }];
  };
}

function createCheck({ contents = [], headers = [] }: Response): ResponseCheck {
  const bodies = new Map(contents.map(({ mediaType, schema = {} }) => [mediaType, compile(schema)]));
  const validators = headers.map(({ name, schema = {} }) => ({ name, schema, validate: compile(schema) }));

  function checkBody({ headers, body }: ReceivedResponse): Problem[] {
    const type = essenceOf(headers.get('content-type') ?? undefined);
    const validate = bodies.get(type ?? '');
    if (!validate) {
      const detail = `content-type must be ${[...bodies.keys()].join(' or ')}, not ${type ?? 'missing'}`;
      return [{ detail, source: { header: 'Content-Type' } }];
    }
    const json = parseJson(body);
    if ('problem' in json) return [{ detail: `the body is not JSON: ${json.problem}` }];
    return explainViolations(validate(json.value));
  }

  function checkHeaders(received: ReceivedResponse): Problem[] {
    return validators.flatMap(({ name, schema, validate }) => {
      const text = received.headers.get(name);
      if (text === null) return [];
      const problems = explainParameter({ name }, validate(readParameter(text, schema)));
      return problems.map(({ detail }) => ({ detail, source: { header: name } }));
    });
  }

  return (received) => [...checkBody(received), ...checkHeaders(received)];
}

/** One problem for each place. In Ajv's words, because those of `explainBody` are written for whoever sent a request. */
function explainViolations(violations: Violation[]): Problem[] {
  const places = Map.groupBy(violations, ({ instancePath }) => instancePath);
  return [...places].slice(0, maxProblems).map(([pointer, group]) => {
    const messages = new Set(group.map(({ message }) => message));
    return { detail: `${pointer || 'the body'} ${[...messages].join(', or ')}`, source: { pointer } };
  });
}
