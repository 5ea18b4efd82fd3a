import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

/* Habits of words that make comments, messages and documents harder to read than they need to be, with what to write instead. */

interface Habit {
  readonly pattern: RegExp;
  readonly instead: string;
  /** Parts of lines that may have it. */
  readonly justified?: readonly string[];
}

/** Nowhere in the product. */
const banned: readonly Habit[] = [
  { pattern: /\bwho(m)?ever\b/i, instead: 'anyone who, or the noun itself' },
  { pattern: /manieth/, instead: 'rank, index' },
  { pattern: /\breads? over\b/i, instead: 'skips' },
  { pattern: /nobody understands/, instead: 'invalid' },
  { pattern: /\bgone on with\b/, instead: 'resumed' },
  { pattern: /\bheld folds?\b/, instead: 'held-out fold' },
  { pattern: /l10n\.t\(.*\bslides? \d/, instead: 'nothing: people have no slides at hand' },
  { pattern: /\bstands?\b(?! for)/, instead: 'is, are, appears' },
  { pattern: /\b(told|tells)\b/, instead: 'shows, reports, distinguishes' },
  { pattern: /\b(anew|afresh)\b/, instead: 'again, new' },
  { pattern: /\b(go|goes|gone|going|went) on\b/, instead: 'continue, resume' },
  { pattern: /\btasks held out\b/, instead: 'held-out tasks' },
  { pattern: /\bjudged? on\b|\bjudges\b/, instead: 'evaluated on' },
  { pattern: /\bmend(s|ed)?\b/, instead: 'fix, repair' },
  {
    pattern: /\b(is|are|be) no (JSON|UTF|number|file|text|object|network|history|experiment|white)/,
    instead: 'is not',
  },
  { pattern: /\b(speaks?|spoke) (for|against|most)\b/, instead: 'pushes towards, away from' },
  { pattern: /\b(says?|speaks?|tells?) of\b/, instead: 'describes, mentions' },
  { pattern: /\bbehind the lines?\b/, instead: 'at the end of the line' },
  { pattern: /\blook(ed|s)? (at|into|through)\b/, instead: 'read, checked, viewed' },
  { pattern: /\bunless said\b|\bas \w+ says?\b|\bis said\b/, instead: 'by default, as in' },
  { pattern: /\bof (its|their|his) own\b/, instead: 'separate, its own …' },
  { pattern: /\bany more\b/, instead: 'no longer' },
  { pattern: /\b(some|any)body\b/, instead: 'the user, a person' },
  { pattern: /\bwhat (there is|is there)\b|\b(is|are) not there\b/, instead: 'what exists; missing' },
  { pattern: /\bworked out\b/, instead: 'computed' },
  { pattern: /\basked for\b/, instead: 'requested' },
  { pattern: /\bfor ever\b/, instead: 'forever, endless' },
  { pattern: /\bhears\b/, instead: 'is called with' },
  { pattern: /\bsittings?\b/, instead: 'training' },
  { pattern: /\bbeside\b/, instead: 'next to', justified: ['beside the experiment'] },
  { pattern: /'[^']*\ba text\b(?! dump)/, instead: 'a string' },
  { pattern: /\bconst (most|least|longest)[A-Z]/, instead: 'max…, min…' },
];

const root = path.resolve(import.meta.dirname, '../..');
const files = [
  ...listed('src', /\.ts$/),
  ...listed('webview', /\.ts$/),
  ...listed('docs', /\.md$/),
  'package.nls.json',
].map((file) => ({ file, lines: fs.readFileSync(path.join(root, file), 'utf8').split('\n') }));

test.each(banned)('$pattern is nowhere: $instead', (habit) => {
  expect(uses(habit)).toEqual([]);
});

function uses({ pattern, justified = [] }: Habit): string[] {
  return files.flatMap(({ file, lines }) =>
    lines.flatMap((line, i) =>
      pattern.test(line) && !justified.some((part) => line.includes(part)) ? [`${file}:${i + 1} ${line.trim()}`] : [],
    ),
  );
}

function listed(folder: string, name: RegExp): string[] {
  return fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => name.test(file))
    .map((file) => path.posix.join(folder, file.replaceAll('\\', '/')));
}
