import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FeatureSettings, featureMatrix } from '../../../src/dataset/features.ts';
import { siteColumnName, siteColumns } from '../../../src/dataset/site-column.ts';
import { parse } from './files.ts';
import { type Cells, randomTasks, spell } from './random-history.ts';

const settings: fc.Arbitrary<FeatureSettings> = fc.record({
  transform: fc.constantFrom('none', 'log1p', 'binary'),
  sites: fc.constantFrom('merged', 'good-bad'),
  totals: fc.boolean(),
});

const text = `{"t": {"errors": {"good_sites": {"85": {"A": 3, "B": 1}}, "bad_sites": {"85": {"A": 2}, "92": {"B": 7}}}, "parameters": {}},
"u": {"errors": {}, "parameters": {}}}`;

/** A dense reference: [task][code][site]. */
function dense(
  tasks: readonly { good: Cells; bad: Cells }[],
  codes: readonly string[],
  names: readonly string[],
  { sites: kept, totals }: FeatureSettings,
) {
  const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);
  return tasks.map(({ good, bad }) => {
    const rows = codes.map((code) => {
      const at = (cells: Cells) => names.map((site) => cells.get(code)?.get(site) ?? 0);
      const parts = kept === 'good-bad' ? [at(good), at(bad)] : [at(good).map((count, i) => count + at(bad)[i])];
      return parts.flatMap((part) => (totals ? [...part, sum(part)] : part));
    });
    if (!totals) return rows;
    // Sums over sites are not summed up again.
    const isTotal = (column: number): boolean => column % (names.length + 1) === names.length;
    const width = (names.length + 1) * (kept === 'good-bad' ? 2 : 1);
    const ofSites = Array.from({ length: width }, (_, i) => (isTotal(i) ? 0 : sum(rows.map((row) => row[i]))));
    return [...rows, ofSites];
  });
}

describe('featureMatrix', () => {
  it('adds the counts of a pair at good and bad sites up', () => {
    const { matrix, codes, sites } = featureMatrix(parse(text), { transform: 'none', sites: 'merged' });
    expect({ codes, sites }).toEqual({ codes: ['85', '92'], sites: siteColumns(['A', 'B'], 'merged') });
    expect([...matrix.column]).toEqual([0, 1, 3]);
    expect([...matrix.value]).toEqual([5, 1, 7]);
    expect([...matrix.start]).toEqual([0, 3, 3]);
  });

  it('keeps them apart on a doubled site axis, good ones first', () => {
    const { matrix, sites } = featureMatrix(parse(text), { transform: 'none', sites: 'good-bad' });
    expect(sites).toEqual([
      { site: 'A', good: true },
      { site: 'B', good: true },
      { site: 'A', good: false },
      { site: 'B', good: false },
    ]);
    expect([...matrix.column]).toEqual([0, 1, 2, 7]);
    expect([...matrix.value]).toEqual([3, 1, 2, 7]);
  });

  it('transforms counts after adding them up', () => {
    const log = featureMatrix(parse(text), { transform: 'log1p', sites: 'merged' }).matrix.value;
    expect([...log]).toEqual([Math.log1p(5), Math.log1p(1), Math.log1p(7)].map(Math.fround));
    expect([...featureMatrix(parse(text), { transform: 'binary', sites: 'merged' }).matrix.value]).toEqual([1, 1, 1]);
  });

  it('names the totals, and refuses a history that uses their names', () => {
    const { codes, sites } = featureMatrix(parse(text), { transform: 'none', sites: 'good-bad', totals: true });
    expect(codes).toEqual(['85', '92', '(all codes)']);
    expect(sites.map(siteColumnName).filter((name) => name.startsWith('('))).toEqual([
      '(all sites) (good)',
      '(all sites) (bad)',
    ]);
    for (const [from, what] of [
      ['"A"', 'a site is named "(all sites)"'],
      ['"85"', 'an error code is named "(all codes)"'],
    ]) {
      const named = parse(text.replaceAll(from, what.slice(what.indexOf('"'))));
      const asked = { transform: 'none', sites: 'merged', totals: true } as const;
      expect(() => featureMatrix(named, asked)).toThrow(`${what}, as the totals are: "totals" cannot be used`);
    }
  });

  it('leaves the history as it is and lies in shared memory', () => {
    const history = parse(text);
    const { matrix } = featureMatrix(history, { transform: 'binary', sites: 'merged' });
    expect([...history.good.value]).toEqual([3, 1]);
    for (const array of [matrix.start, matrix.column, matrix.value]) {
      expect(array.buffer).toBeInstanceOf(SharedArrayBuffer);
    }
  });

  it('equals a dense reference, its columns ascending in each row', () => {
    fc.assert(
      fc.property(randomTasks, settings, (tasks, how) => {
        const history = parse(spell(tasks, 'object', { spaces: [''], escaped: false, lineEnd: '\n' }));
        const { matrix, codes, sites } = featureMatrix(history, how);
        const reference = dense(tasks, history.codes, history.sites, how);
        const transformed = (count: number) =>
          Math.fround(
            how.transform === 'none'
              ? count
              : how.transform === 'log1p'
                ? Math.log1p(Math.fround(count))
                : Math.sign(count),
          );
        expect(matrix).toMatchObject({ rows: tasks.length, columns: codes.length * sites.length });
        reference.forEach((rows, task) => {
          const expected = rows.flat().map(transformed);
          const columns = [...matrix.column.slice(matrix.start[task], matrix.start[task + 1])];
          const values = [...matrix.value.slice(matrix.start[task], matrix.start[task + 1])];
          expect(columns).toEqual(expected.flatMap((value, column) => (value === 0 ? [] : [column])));
          expect(values).toEqual(expected.filter((value) => value !== 0));
        });
      }),
    );
  });
});
