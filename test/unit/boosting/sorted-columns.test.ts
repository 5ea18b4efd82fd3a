import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstAbove, sortColumns } from '../../../src/boosting/sorted-columns.ts';
import { sparseRows } from '../sparse-rows.ts';

describe('sortColumns', () => {
  it('orders the entries of each used column by value, then by row', () => {
    const columns = sortColumns(
      sparseRows([
        [2, null, null, -1],
        [1, null, null, 3],
        [2, null, null, 0.5],
      ]),
      'missing',
    );
    expect(columns).toEqual({
      rows: 3,
      feature: Int32Array.of(0, 3),
      start: Int32Array.of(0, 3, 6),
      row: Int32Array.of(1, 0, 2, 0, 2, 1),
      value: Float32Array.of(1, 2, 2, -1, 0.5, 3),
    });
  });

  it('leaves stored zeros out where zeros are values, and columns of nothing else', () => {
    const columns = sortColumns(
      sparseRows([
        [0, 1],
        [-0, null],
        [null, 0],
      ]),
      'value',
    );
    expect([...columns.feature]).toEqual([1]);
    expect([...columns.row]).toEqual([0]);
  });

  it('keeps stored zeros where absent entries are missing, −0 among them', () => {
    const columns = sortColumns(sparseRows([[1], [0], [-0], [-1], [0]]), 'missing');
    expect([...columns.row]).toEqual([3, 1, 2, 4, 0]);
  });

  it('sorts any finite numbers stably', () => {
    const values = fc.array(
      fc.oneof(fc.integer({ min: -3, max: 3 }), fc.float({ noNaN: true, noDefaultInfinity: true })),
      {
        minLength: 1,
      },
    );
    fc.assert(
      fc.property(values, (numbers) => {
        const { row, value } = sortColumns(sparseRows(numbers.map((x) => [x])), 'missing');
        const order = [...numbers.keys()].sort((a, b) => numbers[a] - numbers[b] || a - b);
        expect([...row]).toEqual(order);
        expect([...value]).toEqual(order.map((place) => numbers[place]));
      }),
    );
  });

  it('refuses what is not a finite number, and says where it is', () => {
    const examples = sparseRows([
      [1, null],
      [null, Number.POSITIVE_INFINITY],
    ]);
    expect(() => sortColumns(examples, 'value')).toThrow('row 1, column 1 is Infinity');
  });
});

describe('firstAbove', () => {
  it('finds the first place with a greater value, or the end', () => {
    const values = Float32Array.of(9, 1, 2, 2, 5, 0);
    expect([0, 1, 2, 4, 5].map((bound) => firstAbove(bound, values, 1, 5))).toEqual([1, 2, 4, 4, 5]);
  });
});
