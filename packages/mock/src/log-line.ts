import { printable } from '@tfe-admin-runs/command';
import type { ErrorDocument, HttpRequest, HttpResponse } from '@tfe-admin-runs/http';

/** `GET /api/v2/admin/runs 200`, followed by what was wrong. */
export function toLogLine({ method, url }: HttpRequest, { status, body }: HttpResponse): string {
  const { errors = [] } = Object(body) as Partial<ErrorDocument>;
  const problems = errors.map(({ title, detail }) => detail ?? title).join('; ');
  return printable(`${method} ${url} ${status}${problems && `: ${problems}`}`);
}
