import MiniSearch from 'minisearch';
import type { Section } from '../../search-index.ts';

declare global {
  var searchIndex: Section[];
}

const maxResults = 20;
const root = document.documentElement.dataset.root ?? '';
const dialog = document.querySelector('dialog.search') as HTMLDialogElement;
const input = dialog.querySelector('input') as HTMLInputElement;
const status = dialog.querySelector('p') as HTMLElement;
const list = dialog.querySelector('ol') as HTMLElement;

const index = new MiniSearch<Section & { id: number }>({
  fields: ['heading', 'page', 'text'],
  // `filter[status]` is found as a whole and by its parts.
  processTerm: (term) => term.toLowerCase(),
  searchOptions: { boost: { heading: 4, page: 2 }, prefix: true, fuzzy: 0.2, combineWith: 'AND' },
});
index.addAll(searchIndex.map((section, id) => ({ ...section, id })));

/** The part of a text around the first of the words. */
function excerpt(text: string, words: string[]): string {
  const positions = words.map((word) => text.toLowerCase().indexOf(word)).filter((position) => position >= 0);
  const start = Math.max(0, Math.min(...positions, text.length) - 60);
  const from = positions.length > 0 && start > 0 ? text.indexOf(' ', start) + 1 : 0;
  return `${from > 0 ? '… ' : ''}${text.slice(from, from + 160)}${text.length > from + 160 ? ' …' : ''}`;
}

function createHit({ page, heading, url, text }: Section, words: string[]): HTMLElement {
  const link = document.createElement('a');
  link.href = root + url;
  const title = document.createElement('strong');
  title.textContent = heading || page;
  const where = document.createElement('span');
  where.textContent = page;
  const context = document.createElement('small');
  context.textContent = excerpt(text, words);
  link.append(title, where, context);
  const item = document.createElement('li');
  item.append(link);
  return item;
}

function search() {
  const words = input.value.trim().toLowerCase();
  const results = words ? index.search(words) : [];
  const hits = results.slice(0, maxResults).flatMap(({ id }) => searchIndex[id] ?? []);
  list.replaceChildren(...hits.map((hit) => createHit(hit, words.split(/\s+/))));
  status.textContent = describe(words, results.length);
}

function describe(words: string, count: number): string {
  if (!words) return '';
  if (count === 0) return 'Nothing found';
  if (count > maxResults) return `The first ${maxResults} of ${count} places`;
  return count === 1 ? '1 place' : `${count} places`;
}

/** Arrow keys move between the input and the hits. */
function move(event: KeyboardEvent) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const stops: HTMLElement[] = [input, ...list.querySelectorAll('a')];
  const next = stops[stops.indexOf(document.activeElement as HTMLElement) + step];
  event.preventDefault();
  next?.focus();
}

input.addEventListener('input', search);
input.addEventListener('keydown', (event) => {
  if (event.key === 'Enter') list.querySelector('a')?.click();
});
dialog.addEventListener('keydown', move);
search();
