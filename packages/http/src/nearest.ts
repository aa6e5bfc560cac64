function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (const [i, char] of [...a].entries()) {
    let left = i + 1;
    row = row.map((above, j) => {
      if (j > 0) left = Math.min(above + 1, left + 1, (row[j - 1] ?? 0) + (char === b[j - 1] ? 0 : 1));
      return left;
    });
  }
  return row.at(-1) ?? 0;
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** The one of `known` that was most likely meant by `name`, if any comes near: `pagesize` and `size` mean `page[size]`. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const [best] = known
    .flatMap((candidate) =>
      [candidate, candidate.slice(candidate.indexOf('[') + 1)].map((form) => ({ candidate, form })),
    )
    .map(({ candidate, form }) => ({
      candidate,
      far: distance(plain(name), plain(form)),
      limit: plain(form).length / 3,
    }))
    .filter(({ far, limit }) => far <= limit)
    .sort((a, b) => a.far - b.far);
  return best?.candidate;
}
