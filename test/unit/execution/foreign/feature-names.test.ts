import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnsOfNames } from '../../../../src/execution/foreign/feature-names.ts';

const codes = ['11', '22', '8001', '50660', '-1'];
const sites = ['T1_US_FNAL', 'T2_CH_CERN', 'T2_US_MIT', 'unknown', 'east (good)'];
const cells = codes.flatMap((code, c) => sites.map((site, s) => ({ code, site, column: c * sites.length + s })));
const read = (names: readonly string[], c = codes, s = sites) =>
  columnsOfNames(names, c, s, (reason) => {
    throw new Error(reason);
  });

const ways: Record<string, (code: string, site: string) => string> = {
  'code@site': (code, site) => `${code}@${site}`,
  'code @ site': (code, site) => `${code} @ ${site}`,
  'site/code': (code, site) => `${site}/${code}`,
  code_site: (code, site) => `${code}_${site}`,
  site_code: (code, site) => `${site}_${code}`,
  'a tuple of Python': (code, site) => `('${code}', '${site}')`,
  'a sentence': (code, site) => `code ${code} @ site "${site}"`,
  'nothing between': (code, site) => `${code}${site}`,
  'what codes begin with': (code, site) => `count 1 of ${code} in ${site} 1`,
};

describe('columns are read by their names', () => {
  test.each(Object.keys(ways))('as %s, in any order', (way) => {
    fc.assert(
      fc.property(fc.shuffledSubarray(cells, { minLength: cells.length }), (order) => {
        const found = read(order.map(({ code, site }) => ways[way](code, site)));
        expect([...(found ?? [])]).toEqual(order.map(({ column }) => column));
      }),
      { numRuns: 30 },
    );
  });

  test('never as others than they are, whatever codes and sites are called', () => {
    const name = fc.stringMatching(/^[a-c1_@ -]{1,3}$/);
    const list = fc.uniqueArray(name, { minLength: 1, maxLength: 4 });
    let refused = 0;
    let taken = 0;
    fc.assert(
      fc.property(
        list,
        list,
        fc.constantFrom(...Object.keys(ways)),
        fc.infiniteStream(fc.nat(99)),
        (c, s, way, numbers) => {
          const all = c.flatMap((code, i) =>
            s.map((site, j) => ({ name: ways[way](code, site), column: i * s.length + j })),
          );
          const order = all.map((one) => ({ ...one, key: Number(numbers.next().value) })).sort((a, b) => a.key - b.key);
          let found: Int32Array | undefined;
          try {
            found = read(
              order.map((one) => one.name),
              c,
              s,
            );
          } catch {
            // Names that can be read in two ways, or are the same for two columns.
            refused++;
            return;
          }
          taken++;
          expect([...(found ?? [])]).toEqual(order.map(({ column }) => column));
        },
      ),
      { numRuns: 1000 },
    );
    expect(taken).toBeGreaterThan(refused);
  });

  test.each([
    ['f', (i: number) => `f${i}`],
    ['numbers', (i: number) => `${i}`],
    ['x_', (i: number) => `x_${i}`],
  ])('that only number the columns are no names: %s', (_, nameOf) => {
    expect(read(cells.map((__, i) => nameOf(i)))).toBeUndefined();
  });
});

describe('columns are refused', () => {
  const named = (list: readonly { code: string; site: string }[]) => list.map(({ code, site }) => `${code}@${site}`);

  test('if one is missing, by its name', () => {
    const others = cells.map((cell) => (cell.site === 'unknown' ? { ...cell, site: 'T3_XX' } : cell));
    expect(() => read(named(others))).toThrow(
      'the experiment has no columns 11@T3_XX, 22@T3_XX, 8001@T3_XX, 50660@T3_XX, -1@T3_XX, which the model knows; the model has no columns 11@unknown',
    );
    expect(() => read(named(cells.slice(1)))).toThrow(
      'the model has no column 11@T1_US_FNAL, which the experiment has',
    );
  });

  test('if one is there twice', () => {
    expect(() => read(named([...cells, cells[3]]))).toThrow('two columns of the model have the same name');
  });

  test('if they are numbered in another order', () => {
    expect(() => read(cells.map((_, i) => `f${cells.length - 1 - i}`))).toThrow('do not combine codes and sites');
  });

  test('if they are something else', () => {
    expect(() => read(cells.map((_, i) => `feature of ${'abc'[i % 3]}${i}`))).toThrow(
      'describe them in oap.json next to the model',
    );
  });

  test('if they can be read in two ways', () => {
    const names = ['1@1', '1@2', '2@1', '2@2'];
    expect(() => read(names, ['1', '2'], ['1', '2'])).toThrow('can be read in two ways (code@site, site@code)');
  });
});
