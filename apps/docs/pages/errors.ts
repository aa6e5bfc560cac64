import { document, type Example, nameOf, operations, resolve } from '../document.ts';
import { type GeneratedPage, jsonBlock } from './page.ts';

interface Advice {
  /** Whether a force-cancel that got this error was carried out. */
  carriedOut: string;
  whatToDo: string;
}

/** What the document does not say about a status: what to do. The build fails if one is missing. */
const advice: Record<string, Advice> = {
  400: {
    carriedOut: 'No.',
    whatToDo:
      'Change the request. `source.parameter` names the query parameter. Without `source`, the body of a force-cancel is not JSON.',
  },
  401: {
    carriedOut: 'No.',
    whatToDo:
      'Check that the request has `Authorization: Bearer <token>` and that the token belongs to this installation. A token that used to work has expired: create a new one.',
  },
  404: {
    carriedOut: 'No.',
    whatToDo:
      'List the runs with the same token. If that gets 404 too, use the token of a site administrator. If it does not, no run has this ID.',
  },
  409: {
    carriedOut: 'No: the run was final before.',
    whatToDo:
      'Nothing: the run has ended. If you sent the same force-cancel before and got no response, the first one may have been carried out: read the run.',
  },
  415: { carriedOut: 'No.', whatToDo: 'Send `Content-Type: application/vnd.api+json`, even without a body.' },
  422: {
    carriedOut: 'No.',
    whatToDo:
      'Send `{"comment": "…"}`, `{}` or no body. The object is not wrapped in `data`. `source.pointer` names the member.',
  },
  429: {
    carriedOut: 'No.',
    whatToDo:
      'Wait for the number of seconds in `X-RateLimit-Reset`, or in `Retry-After` if the response has it, and send the same request again.',
  },
  default: {
    carriedOut: '**Unknown.** The run may have been canceled.',
    whatToDo:
      'After a GET, try again. After a force-cancel, read the run (`GET /api/v2/admin/runs?q=<run id>`) before you send another. A proxy’s response may not be JSON.',
  },
};

/** The errors of the document: by status, what each operation says about it. */
function errors() {
  const found = new Map<string, { endpoint: string; description: string; examples: Example[] }[]>();
  for (const { method, path, responses } of operations)
    for (const [status, reference] of Object.entries(responses)) {
      if (status.startsWith('2')) continue;
      const { description, content } = resolve(reference);
      const examples = Object.values(content).flatMap(({ examples }) => Object.values(examples).map(exampleOf));
      const endpoints = found.get(status) ?? [];
      found.set(status, [...endpoints, { endpoint: `\`${method} ${path}\``, description, examples }]);
    }
  // The statuses of both operations in one order; `default` comes last.
  return [...found].sort(([a], [b]) => a.localeCompare(b));
}

function exampleOf(reference: { $ref: string }): Example {
  return document.components.examples[nameOf(reference)] as Example;
}

export function errorsPage(): GeneratedPage {
  const sections = errors().map(([status, endpoints]) => {
    const known = advice[status];
    if (!known) throw new Error(`pages/errors.ts does not say what to do about a ${status}`);
    const causes = endpoints.map(({ endpoint, description }) => `- ${endpoint}: ${description}.`);
    const examples = new Map(endpoints.flatMap(({ examples }) => examples.map((each) => [each.summary, each.value])));
    return [
      `## ${status === 'default' ? 'Any other status' : status}`,
      causes.join('\n'),
      `**Carried out?** ${known.carriedOut}`,
      `**What to do.** ${known.whatToDo}`,
      ...[...examples].map(([summary, value]) => `${summary}:\n\n${jsonBlock(value)}`),
    ].join('\n\n');
  });
  return {
    path: 'errors',
    title: 'Errors',
    description:
      'Every error of the Admin Runs API: what it means, what to do, and whether a force-cancel was carried out.',
    markdown: `# Errors

Errors are JSON:API documents. Rely on the HTTP status, not on the texts. If no response comes at all, do as under
[any other status](#any-other-status).

${sections.join('\n\n')}`,
  };
}
