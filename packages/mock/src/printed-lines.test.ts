import { errorResponse, type HttpRequest } from '@tfe-admin-runs/http';
import { expect, test } from 'vitest';
import { toLogLine } from './log-line.ts';
import { toAnnotations } from './report.ts';

const detail = 'a\u202eb\u009b31mc\n::error::d';

test('a line of the log has no character that a terminal obeys', () => {
  const request = { method: 'GET', url: '/' } as HttpRequest;
  expect(toLogLine(request, errorResponse(400, { detail }))).toBe('GET / 400: ab31mc::error::d');
});

test('an annotation has none either, and begins no other one', () => {
  const finding = { kind: 'request', method: 'GET', url: '/', status: 400, problems: [{ detail }] } as const;
  const [line] = toAnnotations({ findings: [finding] } as never, 'Mock');
  expect(line).toBe('::error title=Mock::GET / 400: ab31mc::error::d');
});
