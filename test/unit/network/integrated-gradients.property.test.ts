import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SparseRows } from '../../../src/dataset/sparse-rows.ts';
import { integratedGradients } from '../../../src/network/integrated-gradients.ts';
import type { SparseNetwork } from '../../../src/network/sparse-network.ts';
import { gapOf } from '../attribution-gap.ts';
import { nonZeroRows } from '../sparse-rows.ts';
import { created, networks } from './created-network.ts';
import { denseForward } from './dense-reference.ts';
import { weightsOf } from './engine-weights.ts';
import { expectClose } from './expect-close.ts';
import { type Problem, problems } from './random-networks.ts';
import { differentiate, variablesOf } from './scalar.ts';

describe.each(networks)('the logits of the sparse $name network', ({ kind, attention }) => {
  it('are those of the dense one, and so are their gradients by the counts, in any batches', () => {
    fc.assert(
      fc.property(problems(kind, attention), (problem) => {
        const { fresh, kernelRow } = problem;
        const network = created(problem);
        const examples = nonZeroRows(fresh, Float32Array);
        const classOf = classesFor(problem);
        const { logits, gradient } = network.logitGradient(examples, classOf);
        const expected = fresh.map((row, i) => denseLogitGradient(problem, network, row, classOf[i]));
        fc.pre(!expected.some(({ isBesideKink }) => isBesideKink));
        expectClose(
          logits,
          expected.map(({ logit }) => logit),
          'logits',
        );
        const ofEntries = expected.flatMap((one, row) =>
          columnsOf(examples, row).map((column) =>
            kind === 'flatten' && kernelRow[column] < 0 ? 0 : one.gradient[column],
          ),
        );
        expectClose(gradient, ofEntries, 'gradient');
      }),
    );
  });

  it('are explained: what the cells add, adds up to the difference from the empty matrix', () => {
    fc.assert(
      fc.property(problems(kind, attention), (problem) => {
        const network = created(problem);
        const examples = nonZeroRows(problem.fresh, Float32Array);
        const classOf = classesFor(problem);
        const explained = integratedGradients(network, examples, classOf);
        const empty = { ...examples, start: new Int32Array(examples.rows + 1), column: new Int32Array(0) };
        const { logits: base } = network.logitGradient(empty, classOf);
        const { logits: value } = network.logitGradient(examples, classOf);
        for (let row = 0; row < examples.rows; row++) {
          expect(explained.base[row]).toBeCloseTo(base[row], 5);
          expect(explained.value[row]).toBeCloseTo(value[row], 5);
          const { start, contribution } = explained;
          const size = contribution.subarray(start[row], start[row + 1]).reduce((sum, one) => sum + Math.abs(one), 0);
          // On a way far up and down again, float32 does not tell the ends apart; 1e-6 changes no probability.
          const rounding = 1e-6 + 1e-4 * (size + wayOf(network, examples, classOf, row));
          const promised = 0.01 * Math.abs(value[row] - base[row]) + rounding;
          expect(Math.abs(gapOf(explained, row))).toBeLessThanOrEqual(promised);
        }
      }),
    );
  });
});

describe.each(networks.filter(({ kind }) => kind === 'flatten'))('the logits of $name', ({ kind, attention }) => {
  it('are not driven by columns that are left out', () => {
    fc.assert(
      fc.property(problems(kind, attention), (problem) => {
        const network = created(problem);
        const examples = nonZeroRows(problem.fresh, Float32Array);
        const { column, contribution } = integratedGradients(network, examples, classesFor(problem));
        const leftOut = contribution.filter((_, i) => problem.kernelRow[column[i]] < 0);
        expect(leftOut.every((one) => one === 0)).toBe(true);
      }),
    );
  });
});

describe.each(networks.filter(({ attention }) => attention))('the attention of $name', ({ kind }) => {
  it('is a share of one for each error and site', () => {
    fc.assert(
      fc.property(problems(kind, true), (problem) => {
        const network = created(problem);
        const examples = nonZeroRows(problem.fresh, Float32Array);
        const weights = network.attentionOf(examples);
        for (const axis of ['errors', 'sites'] as const) {
          expect(weights?.[axis]).toHaveLength(examples.column.length);
          for (let row = 0; row < examples.rows; row++) {
            const sites = problem.architecture.sites;
            const shares = new Map(
              columnsOf(examples, row).map((column, i) => [
                axis === 'errors' ? Math.floor(column / sites) : column % sites,
                weights?.[axis][examples.start[row] + i] ?? Number.NaN,
              ]),
            );
            const sum = [...shares.values()].reduce((total, share) => total + share, 0);
            expect(sum).toBeLessThanOrEqual(1 + 1e-5);
            const whole = shares.size === (axis === 'errors' ? problem.architecture.errors : sites);
            if (whole) expect(sum).toBeCloseTo(1, 4);
          }
        }
      }),
    );
  });
});

function classesFor({ fresh, architecture, seed }: Problem): Int32Array {
  return Int32Array.from(fresh, (_, row) => (row + seed) % architecture.classes);
}

/** How far the logit goes up and down between the empty matrix and the example, which may be near the beginning. */
function wayOf(network: SparseNetwork, examples: SparseRows, classOf: Int32Array, row: number): number {
  const shares = [
    ...Array.from({ length: 65 }, (_, i) => i / 64),
    ...Array.from({ length: 18 }, (_, i) => 2 ** -(i + 1)),
  ];
  const logits = shares
    .sort((a, b) => a - b)
    .map((share) => {
      const value = examples.value.map((count) => share * count);
      return network.logitGradient({ ...examples, value }, classOf).logits[row];
    });
  return logits.reduce((way, logit, i) => way + Math.abs(logit - (logits[i - 1] ?? 0)), 0);
}

function columnsOf({ start, column }: SparseRows, row: number): number[] {
  return [...column.subarray(start[row], start[row + 1])];
}

/** Of the textbook network; a column that is left out has weights of 0 there. */
function denseLogitGradient(
  { architecture }: Problem,
  network: SparseNetwork,
  row: readonly number[],
  explained: number,
): { readonly logit: number; readonly gradient: readonly number[]; readonly isBesideKink: boolean } {
  const weights = variablesOf(weightsOf(network));
  let isBesideKink = false;
  const { value, gradient } = differentiate(new Map([['cells', row]]), (variables) => {
    const { logits, preActivations } = denseForward(
      architecture,
      weights,
      network.embeddings,
      variables.get('cells') ?? [],
    );
    isBesideKink = preActivations.some((x) => x.value !== 0 && Math.abs(x.value) < 1e-4);
    return logits[explained];
  });
  return { logit: value, gradient: gradient.get('cells') ?? [], isBesideKink };
}
