import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSiteColumn, siteColumnName, siteColumns } from '../../../src/dataset/site-column.ts';

test('sites that are kept apart are first all good ones, then all bad ones', () => {
  expect(siteColumns(['A', 'B'], 'merged').map(siteColumnName)).toEqual(['A', 'B']);
  expect(siteColumns(['A', 'B'], 'good-bad').map(siteColumnName)).toEqual([
    'A (good)',
    'B (good)',
    'A (bad)',
    'B (bad)',
  ]);
});

test('a column is what its name says, whatever the site is called', () => {
  const name = fc.oneof(fc.string(), fc.constantFrom('', 'A (good)', 'A (bad)', ' (good)', 'A (good) (bad)'));
  fc.assert(
    fc.property(fc.uniqueArray(name), fc.constantFrom('merged' as const, 'good-bad' as const), (sites, kept) => {
      const columns = siteColumns(sites, kept);
      const names = columns.map(siteColumnName);
      expect(names.map((one) => readSiteColumn(one, kept))).toEqual(columns);
      expect(new Set(names).size).toBe(names.length);
    }),
  );
});

test('a name without its group is no column of sites that are kept apart', () => {
  expect(readSiteColumn('A', 'good-bad')).toBeUndefined();
});
