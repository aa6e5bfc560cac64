import type { ErrorDocument, HttpResponse } from '@tfe-admin-runs/http';
import type { RecordedRequest } from './recorded-request.ts';

/** `GET /api/v2/admin/runs 200`, followed by what was wrong. */
export function toLogLine({ method, url, status }: RecordedRequest, { body }: HttpResponse): string {
  const errors = (body as Partial<ErrorDocument>).errors ?? [];
  const problems = errors.map(({ title, detail }) => detail ?? title).join('; ');
  const line = `${method} ${url} ${status}${problems && `: ${problems}`}`;
  // A request can contain characters that would control a terminal.
  return line.replace(/\p{Cc}/gu, ' ');
}
