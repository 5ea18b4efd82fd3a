import { describe, expect, it } from 'vitest';
import { collectGradients } from '../../../src/boosting/gradients.ts';

function gradientsOf(margins: readonly number[], label: number, weight?: number): number[][] {
  const gradients = margins.map(() => new Float32Array(2));
  const weights = weight === undefined ? undefined : Float32Array.of(weight);
  collectGradients(Float32Array.from(margins), Int32Array.of(label), weights, gradients);
  return gradients.map((pair) => [...pair]);
}

describe('collectGradients', () => {
  it('gives p − y and 2p(1 − p)', () => {
    expect(gradientsOf([0.5, 0.5], 1)).toEqual([
      [0.5, 0.5],
      [-0.5, 0.5],
    ]);
    const [[g, h]] = gradientsOf([0.5, 0.5, 0.5], 2);
    expect(g).toBe(Math.fround(1 / 3));
    expect(h).toBeCloseTo(4 / 9, 6);
  });

  it('multiplies both with the weight of the row', () => {
    expect(gradientsOf([0.5, 0.5], 0, 3)).toEqual([
      [-1.5, 1.5],
      [1.5, 1.5],
    ]);
  });

  it('keeps the second derivative above zero, with a weight of 0 or a certain prediction', () => {
    const smallest = Math.fround(1e-16);
    expect(gradientsOf([0.5, 0.5], 0, 0)).toEqual([
      [-0, smallest],
      [0, smallest],
    ]);
    expect(gradientsOf([200, 0], 0)[1]).toEqual([0, smallest]);
  });

  it('depends on the differences of the margins alone', () => {
    const [[g, h]] = gradientsOf([-7, -8], 1);
    const [[sameG, sameH]] = gradientsOf([1, 0], 1);
    expect(g).toBeCloseTo(sameG, 6);
    expect(h).toBeCloseTo(sameH, 6);
  });

  it('writes each class and row to its place', () => {
    const gradients = [new Float32Array(4), new Float32Array(4)];
    collectGradients(Float32Array.of(0, 0, 0, 0), Int32Array.of(0, 1), undefined, gradients);
    expect(gradients.map((of) => [...of])).toEqual([
      [-0.5, 0.5, 0.5, 0.5],
      [0.5, 0.5, -0.5, 0.5],
    ]);
  });
});
