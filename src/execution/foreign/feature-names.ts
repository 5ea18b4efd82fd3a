import { listNames, missingNames } from './match-names.ts';

/*
 * Columns that a model names: each name is made of a code and a site by one pattern, such as `11@east`, `east / 11` or
 * `code 11 @ site "east"`, that is found from the names themselves.
 */

/** The pattern of names: before + first + between + second + after. */
interface Pattern {
  readonly before: string;
  readonly between: string;
  readonly after: string;
  readonly codeFirst: boolean;
}

interface Axes {
  readonly codes: ReadonlyMap<string, number>;
  readonly sites: ReadonlyMap<string, number>;
}

/** Maximum number of names searched for patterns, and of patterns. */
const maxSamples = 40;
const maxPatterns = 400;

/** The meaning of names. */
export type ReadNames =
  /** [columns] code · sites.length + site of each; −1 = unknown code or site. */
  | { readonly kind: 'columns'; readonly columns: readonly number[] }
  /** f0, f1 … or 0, 1 …: XGBoost's own names, and those of a table without any. */
  | { readonly kind: 'numbered' }
  /** Two readings, which give different columns. */
  | { readonly kind: 'ambiguous'; readonly ways: readonly [string, string] }
  | { readonly kind: 'others' };

export function readColumnNames(
  names: readonly string[],
  codes: readonly string[],
  sites: readonly string[],
): ReadNames {
  const axes = { codes: placesOf(codes), sites: placesOf(sites) };
  const ranked = patternsOf(names, codes, sites)
    .map((pattern) => ({ pattern, columns: names.map((name) => columnOf(name, pattern, axes)) }))
    .map((one) => ({ ...one, hits: one.columns.filter((column) => column >= 0).length }))
    .sort((a, b) => b.hits - a.hits);
  const [best, ...others] = ranked;
  // A few hits are chance, or names that contain a code and a site for another reason.
  if (!best || 5 * best.hits < names.length) return { kind: isNumbered(names) ? 'numbered' : 'others' };
  const rival = others.find(({ hits, columns }) => hits === best.hits && columns.some((c, i) => c !== best.columns[i]));
  if (rival) return { kind: 'ambiguous', ways: [describePattern(best.pattern), describePattern(rival.pattern)] };
  return { kind: 'columns', columns: best.columns };
}

/**
 * Identifies each column of a model by its name.
 *
 * @param names [columns of the model]
 * @param fail  is called if names cannot be read, or some are missing
 * @returns [columns] code · sites.length + site of each; undefined if the names only number the columns
 */
export function columnsOfNames(
  names: readonly string[],
  codes: readonly string[],
  sites: readonly string[],
  fail: (reason: string) => never,
): Int32Array | undefined {
  const read = readColumnNames(names, codes, sites);
  switch (read.kind) {
    case 'columns':
      requireAll(names, read.columns, codes, sites, fail);
      return Int32Array.from(read.columns);
    case 'numbered':
      return undefined;
    case 'ambiguous':
      return fail(
        `the names of the model's columns can be read in two ways (${read.ways.join(', ')}); describe them in oap.json next to the model`,
      );
    default:
      return fail(
        `the model's columns have the ${listNames('name', names)}, which do not combine codes and sites of the experiment like ${codes[0]}@${sites[0]}; describe them in oap.json next to the model`,
      );
  }
}

function requireAll(
  names: readonly string[],
  columns: readonly number[],
  codes: readonly string[],
  sites: readonly string[],
  fail: (reason: string) => never,
): void {
  const nameOf = (column: number): string =>
    `${codes[Math.floor(column / sites.length)]}@${sites[column % sites.length]}`;
  const cells = Array.from({ length: codes.length * sites.length }, (_, column) => nameOf(column));
  const seen = new Set(columns);
  const problems = missingNames(
    cells,
    names.map((name, i) => (columns[i] < 0 ? name : cells[columns[i]])),
    'column',
  );
  if (problems.length > 0) fail(problems.join('; '));
  if (seen.size < columns.length) fail('two columns of the model have the same name');
}

/** f0, f1 … or 0, 1 …: XGBoost's own names, and those of a table without any. */
function isNumbered(names: readonly string[]): boolean {
  return names.every((name, i) => /^[A-Za-z_]*\d+$/.test(name) && name.replace(/^[A-Za-z_]*/, '') === String(i));
}

function placesOf(names: readonly string[]): Map<string, number> {
  return new Map(names.map((name, place) => [name, place]));
}

function patternsOf(names: readonly string[], codes: readonly string[], sites: readonly string[]): Pattern[] {
  const found = new Map<string, Pattern>();
  for (const name of names.slice(0, maxSamples)) {
    for (const code of codes) {
      for (const c of occurrences(name, code)) {
        for (const site of sites) {
          for (const s of occurrences(name, site)) {
            const pattern = patternAt(name, c, c + code.length, s, s + site.length);
            if (pattern) found.set(JSON.stringify(pattern), pattern);
            if (found.size >= maxPatterns) return [...found.values()];
          }
        }
      }
    }
  }
  return [...found.values()];
}

function patternAt(name: string, code: number, codeEnd: number, site: number, siteEnd: number): Pattern | undefined {
  if (codeEnd <= site) {
    return {
      before: name.slice(0, code),
      between: name.slice(codeEnd, site),
      after: name.slice(siteEnd),
      codeFirst: true,
    };
  }
  if (siteEnd > code) return undefined;
  return {
    before: name.slice(0, site),
    between: name.slice(siteEnd, code),
    after: name.slice(codeEnd),
    codeFirst: false,
  };
}

function occurrences(text: string, part: string): number[] {
  const found: number[] = [];
  if (part === '') return found;
  for (let at = text.indexOf(part); at >= 0 && found.length < 10; at = text.indexOf(part, at + 1)) found.push(at);
  return found;
}

/** @returns −1 if the name does not match the pattern, or in more than one way */
function columnOf(name: string, { before, between, after, codeFirst }: Pattern, { codes, sites }: Axes): number {
  if (!name.startsWith(before) || !name.endsWith(after) || name.length < before.length + after.length) return -1;
  const inner = name.slice(before.length, name.length - after.length);
  let column = -1;
  for (let at = inner.indexOf(between); at >= 0; at = inner.indexOf(between, at + 1)) {
    const parts = [inner.slice(0, at), inner.slice(at + between.length)];
    const [code, site] = codeFirst ? parts : [parts[1], parts[0]];
    const [c, s] = [codes.get(code), sites.get(site)];
    if (c !== undefined && s !== undefined) {
      if (column >= 0) return -1;
      column = c * sites.size + s;
    }
    if (at === inner.length) break;
  }
  return column;
}

function describePattern({ before, between, after, codeFirst }: Pattern): string {
  return codeFirst ? `${before}code${between}site${after}` : `${before}site${between}code${after}`;
}
