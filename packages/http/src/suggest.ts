import leven from 'leven';

/** The longest word that is compared. */
const longestWord = 100;

/** How many edits are allowed, as a part of the candidate's length. */
const tolerance = 1 / 3;

/** Finds the one of `known` that was probably meant: `pagesize` and `size` mean `page[size]`. */
export function suggest(word: string, known: readonly string[]): string | undefined {
  if (word.length > longestWord) return undefined;
  let best: string | undefined;
  let bestDistance = Infinity;
  for (const candidate of known) {
    const withoutGroup = candidate.slice(candidate.indexOf('[') + 1);
    for (const form of [candidate, withoutGroup].map(simplify)) {
      const distance = leven(simplify(word), form);
      if (distance <= form.length * tolerance && distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
  }
  return best;
}

/** `; did you mean planning?`, or an empty string if no known word is similar. */
export function suggestion(word: unknown, known: readonly string[]): string {
  const meant = suggest(String(word), known);
  return meant === undefined ? '' : `; did you mean ${meant}?`;
}

function simplify(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}
