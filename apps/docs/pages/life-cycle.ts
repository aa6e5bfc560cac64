import { groups } from './statuses.ts';

// The picture is drawn from these rows, so that a status that the document adds cannot be forgotten: the build fails.
const phases: { name: string; statuses: string[] }[] = [
  { name: 'Queue', statuses: ['pending'] },
  { name: 'Configuration', statuses: ['fetching', 'fetching_completed'] },
  { name: 'Before the plan', statuses: ['pre_plan_running', 'pre_plan_awaiting_decision', 'pre_plan_completed'] },
  { name: 'Plan queue', statuses: ['plan_queueable', 'queuing', 'plan_queued'] },
  { name: 'Plan', statuses: ['planning', 'planned'] },
  { name: 'After the plan', statuses: ['post_plan_running', 'post_plan_awaiting_decision', 'post_plan_completed'] },
  { name: 'Policies (beta)', statuses: ['tf_policy_checked', 'tf_policy_override'] },
  { name: 'Costs', statuses: ['cost_estimating', 'cost_estimated'] },
  { name: 'Policies', statuses: ['policy_checking', 'policy_override', 'policy_checked'] },
  { name: 'Confirmation', statuses: ['planned_and_saved', 'confirmed'] },
  { name: 'Before the apply', statuses: ['pre_apply_running', 'pre_apply_completed'] },
  { name: 'Apply queue', statuses: ['queuing_apply', 'apply_queued'] },
  { name: 'Apply', statuses: ['applying'] },
  { name: 'After the apply', statuses: ['post_apply_running', 'post_apply_completed'] },
  { name: 'Done', statuses: ['applied'] },
];

/** How a run ends early, and after which phase. */
const exits = [
  { after: 'Plan', note: 'nothing to apply', statuses: ['planned_and_finished'] },
  { after: 'Policies', note: 'plan-only, failed softly', statuses: ['policy_soft_failed'] },
  { after: 'Confirmation', note: 'refused', statuses: ['discarded'] },
];
const fromAnywhere = [
  { note: 'Failed', statuses: ['errored'] },
  { note: 'Canceled', statuses: ['canceled', 'force_canceled'] },
];
const healthAssessment = ['assessing', 'assessed'];

const layout = { width: 960, left: 130, chip: 190, gap: 10, row: 46, height: 28, exit: 768 };

/** The life cycle of a run as an SVG picture. The site's style sheet colors its classes, for light and for dark. */
export function lifeCycle(): string {
  assertComplete();
  const rows = phases.map(drawPhase);
  const lastRow = phases.length;
  const height = (lastRow + 5.4) * layout.row;
  return `<svg xmlns="http://www.w3.org/2000/svg" class="life-cycle" viewBox="0 0 ${layout.width} ${height}" role="img" aria-labelledby="life-cycle-title life-cycle-description" font-family="sans-serif" font-size="13" fill="none" stroke="none">
<title id="life-cycle-title">The life cycle of a run</title>
<desc id="life-cycle-description">${describe()}</desc>
${rows.join('\n')}
${fromAnywhere.map(({ note, statuses }, index) => drawRow(lastRow + 0.6 + index, note, statuses)).join('\n')}
${drawRow(lastRow + 2.8, 'Health assessment', healthAssessment)}
${drawLegend(lastRow + 4.2)}
</svg>
`;
}

function assertComplete() {
  const drawn = [...phases, ...exits, ...fromAnywhere].flatMap(({ statuses }) => statuses).concat(healthAssessment);
  const known = groups.flatMap(({ statuses }) => statuses);
  const differing = [
    ...known.filter((status) => !drawn.includes(status)),
    ...drawn.filter((status) => !known.includes(status)),
  ];
  if (differing.length > 0 || drawn.length !== new Set(drawn).size)
    throw new Error(`pages/life-cycle.ts must draw each status of the document once: ${differing.join(', ')}`);
}

/** The same in words, for those who do not see the picture. */
function describe(): string {
  const path = phases.map(({ name, statuses }) => `${name}: ${statuses.join(', ')}.`).join(' ');
  const ends = exits.map(({ after, note, statuses }) => `After ${after}, ${note}: ${statuses.join(', ')}.`).join(' ');
  const anywhere = fromAnywhere
    .map(({ note, statuses }) => `From any status, ${note.toLowerCase()}: ${statuses.join(', ')}.`)
    .join(' ');
  return `${path} ${ends} ${anywhere} A health assessment: ${healthAssessment.join(', ')}.`;
}

function drawPhase({ name, statuses }: (typeof phases)[number], index: number): string {
  const parts = [drawRow(index, name, statuses)];
  if (index > 0) parts.push(drawArrow(chipX(0) + 24, rowY(index - 1) + layout.height, chipX(0) + 24, rowY(index)));
  for (const exit of exits.filter(({ after }) => after === name)) {
    const y = rowY(index) + layout.height / 2;
    parts.push(drawArrow(chipX(statuses.length) - layout.gap, y, layout.exit, y));
    parts.push(...exit.statuses.map((status) => drawChip(status, layout.exit, rowY(index))));
    parts.push(drawNote(exit.note, layout.exit + layout.chip / 2, rowY(index) + layout.height + 13));
  }
  return parts.join('\n');
}

function drawRow(index: number, name: string, statuses: string[]): string {
  const chips = statuses.map((status, column) => drawChip(status, chipX(column), rowY(index)));
  return [drawLabel(name, index), ...chips].join('\n');
}

function drawLabel(text: string, index: number): string {
  const middle = rowY(index) + layout.height / 2 + 4.5;
  return `<text class="phase" x="0" y="${middle}" fill="currentColor">${text}</text>`;
}

function drawLegend(index: number): string {
  const chips = groups.map(({ name }, column) => drawPill(name, name, chipX(column), rowY(index)));
  return [drawLabel('Colors', index), ...chips].join('\n');
}

function drawChip(status: string, x: number, y: number): string {
  const group = groups.find(({ statuses }) => statuses.includes(status))?.name ?? '';
  return drawPill(status, group, x, y);
}

function drawPill(label: string, group: string, x: number, y: number): string {
  const text = `<text x="${x + layout.chip / 2}" y="${y + 18.5}" text-anchor="middle" fill="currentColor">${label}</text>`;
  return `<g class="${group.toLowerCase()}"><rect x="${x}" y="${y}" width="${layout.chip}" height="${layout.height}" rx="14" stroke="currentColor"/>${text}</g>`;
}

function drawNote(text: string, x: number, y: number): string {
  return `<text class="note" x="${x}" y="${y}" text-anchor="middle" font-size="11" fill="currentColor">${text}</text>`;
}

function drawArrow(x1: number, y1: number, x2: number, y2: number): string {
  const isDown = x1 === x2;
  const head = isDown ? `m-4 -6 4 6 4 -6` : `m-6 -4 6 4 -6 4`;
  return `<path class="arrow" d="M${x1} ${y1}L${x2} ${y2}${head}" stroke="currentColor"/>`;
}

function chipX(column: number): number {
  return layout.left + column * (layout.chip + layout.gap);
}

function rowY(index: number): number {
  return Math.round(10 + index * layout.row);
}
