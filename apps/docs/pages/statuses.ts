import { document } from '../document.ts';
import { type GeneratedPage, table } from './page.ts';

const { RunStatus: statuses, StatusTimestamps: timestamps } = document.components.schemas;

/** The groups of statuses, in the order of a run's life. */
export const groups = [
  {
    name: 'Queued',
    statuses: statuses['x-queued-statuses'],
    meaning: 'The run waits for a worker, or behind another run.',
  },
  {
    name: 'Running',
    statuses: statuses['x-running-statuses'],
    meaning: 'A worker or a service is busy with the run. Only these can be stuck.',
  },
  {
    name: 'Waiting',
    statuses: statuses['x-waiting-statuses'],
    meaning: 'The run may need a person: to confirm it, or to override a policy.',
  },
  {
    name: 'Final',
    statuses: statuses['x-final-statuses'],
    meaning: 'The run never changes again. A force-cancel gets 409.',
  },
];

export function statusesPage(): GeneratedPage {
  const sections = groups.map(
    ({ name, statuses, meaning }) =>
      `## ${name}\n\n${meaning}\n\n${table(['Status', 'Meaning', 'Timestamp', 'Documented'], statuses.map(statusCells))}`,
  );
  return {
    path: 'statuses',
    title: 'Statuses',
    description:
      'Every status that a run can have: what it means, whether it is final, and how runs move between them.',
    markdown: `# Statuses

A run has one of ${statuses.enum.length} known statuses, in four groups. An installation may use others: treat a status that you do not know
as not final.

![The life cycle of a run](assets/life-cycle.svg)

Only the reached statuses have a timestamp. “Documented” means that
[HashiCorp's page](https://developer.hashicorp.com/terraform/enterprise/api-docs/admin/runs) lists the status; the others come
from the platform's other pages and from its clients.

${sections.join('\n\n')}

## Timestamps

${timestamps?.description}`,
  };
}

function statusCells(status: string): string[] {
  const description = statuses['x-enumDescriptions'][status] ?? '';
  const key = `${status.replaceAll('_', '-')}-at`;
  return [
    `\`${status}\``,
    description.replace(/^[^.]+\. /, ''),
    timestamps?.properties?.[key] ? `\`${key}\`` : '',
    statuses['x-admin-page-statuses'].includes(status) ? 'yes' : '',
  ];
}
