import type { Answer, ErrorDocument, RecordedRequest } from '@tfe-admin-runs/http';

/** `GET /api/v2/admin/runs 200`, and after it what was wrong. */
export const toLine = ({ method, url, status }: RecordedRequest, { body }: Answer): string => {
  const errors = (body as Partial<ErrorDocument>).errors ?? [];
  const problems = errors.map(({ title, detail }) => detail ?? title).join('; ');
  // What was sent may hold characters that would steer a terminal.
  return `${method} ${url} ${status}${problems && `: ${problems}`}`.replace(/\p{Cc}/gu, ' ');
};
