import { writeFileSync } from 'node:fs';
import { printable } from '@tfe-admin-runs/command';
import type { HttpRequest, Problem } from '@tfe-admin-runs/http';
import type { CheckedResponse } from './respond.ts';

/** What was wrong with a request that the mock rejected, or with a response that the proxy forwarded. */
export interface Finding {
  method: string;
  /** The path and the query as they were sent. */
  url: string;
  status: number;
  problems: Problem[];
}

/** What a mock with `--strict` or a proxy saw, as `--report` writes it. */
export interface Report {
  requests: number;
  /** The first of them: at most 1,000, and 4 MiB in all. */
  findings: Finding[];
  /** How many more there were. */
  omitted: number;
}

const maxFindings = 1000;
/** Of all findings together: a message can quote as much as a request can hold. */
const maxSize = 4 * 1024 * 1024;

/** Collects findings. */
export function createReport() {
  const report: Report = { requests: 0, findings: [], omitted: 0 };
  let totalSize = 0;

  function add({ method, url }: HttpRequest, { status, problems }: CheckedResponse): void {
    report.requests += 1;
    if (problems.length === 0) return;
    const finding: Finding = { method, url, status, problems };
    totalSize += JSON.stringify(finding).length;
    if (report.findings.length < maxFindings && totalSize <= maxSize) report.findings.push(finding);
    else report.omitted += 1;
  }

  return { report, add };
}

export function writeReport(file: string, report: Report): void {
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
}

/** The findings for a person, a line each, under a title such as `requests were rejected`. Undefined if there are none. */
export function describeReport({ findings, omitted }: Report, title: string): string | undefined {
  if (findings.length === 0) return undefined;
  const more = omitted > 0 ? [`  and ${omitted} more`] : [];
  return [`${findings.length + omitted} ${title}:`, ...findings.map((finding) => `  ${toLine(finding)}`), ...more].join(
    '\n',
  );
}

/** The findings as annotations of GitHub Actions, a command of the runner each. */
export function toAnnotations({ findings }: Report, title: string): string[] {
  return findings.map((finding) => `::error title=${title}::${escapeCommand(toLine(finding))}`);
}

function toLine({ method, url, status, problems }: Finding): string {
  const details = problems.map(({ detail }) => detail).join('; ');
  // Without line breaks, after which another command of the runner could begin.
  return printable(`${method} ${url} ${status}: ${details}`);
}

function escapeCommand(text: string): string {
  return text.replaceAll('%', '%25');
}
