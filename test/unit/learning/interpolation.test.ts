import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appendInterpolated } from '../../../src/learning/interpolation.ts';
import { countRows, dense, sparse } from './sparse.ts';

describe('appendInterpolated', () => {
  it('agrees with the dense formula v + step · (w − v)', () => {
    const lines = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 20 });
    fc.assert(
      fc.property(countRows({ minLength: 1, maxLength: 10 }), lines, (rows, picked) => {
        const from = Int32Array.from(picked, ([a]) => a % rows.length);
        const to = Int32Array.from(picked, ([, b]) => b % rows.length);
        const step = Float64Array.from(picked, ([, , s]) => s);
        const matrix = sparse(rows, (entries) => Float64Array.from(entries));
        const result = appendInterpolated(matrix, [{ from, to, step }]);
        const expected = Array.from(step, (s, i) => rows[from[i]].map((v, c) => v + s * (rows[to[i]][c] - v)));
        expect(dense(result)).toEqual([...rows, ...expected]);
        expect(result.value.every((value) => value !== 0)).toBe(true);
        expect(result.column.length).toBe(result.start[result.rows]);
      }),
    );
  });

  it('keeps columns ascending', () => {
    const matrix = sparse(
      [
        [0, 1, 0, 2],
        [3, 0, 4, 1],
      ],
      (entries) => Float32Array.from(entries),
    );
    const line = { from: Int32Array.of(0), to: Int32Array.of(1), step: Float64Array.of(0.5) };
    const { start, column, value } = appendInterpolated(matrix, [line]);
    expect([...column.subarray(start[2], start[3])]).toEqual([0, 1, 2, 3]);
    expect([...value.subarray(start[2], start[3])]).toEqual([1.5, 0.5, 2, 1.5]);
  });

  it('rounds to the precision of the matrix', () => {
    const line = { from: Int32Array.of(0), to: Int32Array.of(1), step: Float64Array.of(1 / 3) };
    const single = appendInterpolated(
      sparse([[1], [2]], (entries) => Float32Array.from(entries)),
      [line],
    );
    const double = appendInterpolated(
      sparse([[1], [2]], (entries) => Float64Array.from(entries)),
      [line],
    );
    expect(single.value[2]).toBe(Math.fround(4 / 3));
    expect(double.value[2]).toBe(1 + 1 / 3);
  });
});
