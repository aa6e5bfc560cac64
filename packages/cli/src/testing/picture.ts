const columnWidth = 8.4;
const lineHeight = 19;
const margin = 18;

const colors: Record<string, string> = {
  31: '#ff7b72',
  32: '#7ee787',
  33: '#e3b341',
  35: '#d2a8ff',
  36: '#79c0ff',
  39: '#e6edf3',
};

interface Style {
  color: string;
  isBold: boolean;
  isDim: boolean;
}

const plain: Style = { color: '#e6edf3', isBold: false, isDim: false };

/** Draws what a command wrote on a terminal, with its colors, as an SVG. */
export function drawTerminal(command: string, screen: string, columns: number): string {
  const lines = [`\x1b[32m$\x1b[39m \x1b[1m${command}\x1b[22m`, ...screen.trimEnd().split('\n')];
  const width = Math.ceil(columns * columnWidth + 2 * margin);
  const height = lines.length * lineHeight + 2 * margin;
  const texts = lines.map((line, i) => drawLine(line, margin + (i + 0.75) * lineHeight));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(command)}">
<rect width="100%" height="100%" rx="8" fill="#0d1117"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14" xml:space="preserve">
${texts.filter((text) => text !== '').join('\n')}
</g>
</svg>
`;
}

/** Each word stands at its column, whatever the font. */
function drawLine(line: string, y: number): string {
  let style = plain;
  let column = 0;
  const spans: string[] = [];
  // Each part but the first begins with the number of a style, and `m`.
  for (const [i, part] of line.split('\x1b[').entries()) {
    const [, code = '', text = part] = i > 0 ? (/^(\d+)m(.*)$/.exec(part) ?? []) : [];
    style = apply(style, code);
    for (const word of text.split(/( {2,})/)) {
      if (word.trim() !== '') spans.push(drawWord(word, column, style));
      column += word.length;
    }
  }
  return spans.length > 0 ? `<text y="${y}">${spans.join('')}</text>` : '';
}

function drawWord(word: string, column: number, { color, isBold, isDim }: Style): string {
  const length = (word.length * columnWidth).toFixed(1);
  const x = (margin + column * columnWidth).toFixed(1);
  const look = `fill="${color}"${isBold ? ' font-weight="bold"' : ''}${isDim ? ' opacity="0.6"' : ''}`;
  return `<tspan x="${x}" textLength="${length}" ${look}>${escapeXml(word)}</tspan>`;
}

function apply(style: Style, code: string): Style {
  if (code === '0') return plain;
  if (code === '1') return { ...style, isBold: true };
  if (code === '2') return { ...style, isDim: true };
  if (code === '22') return { ...style, isBold: false, isDim: false };
  return { ...style, color: colors[code] ?? style.color };
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
