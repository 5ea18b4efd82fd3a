import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CheckedTarget } from '../../../src/execution/make-policy.ts';
import { classesLeft, codesLeft, meanCosts, riskCurve } from '../../../src/execution/policy-details.ts';
import type { Policy } from '../../../src/protocol/policy.ts';

/** @param tasks [confidence, recommended class, decided class, workflow] each; all of them check */
function checkedTarget(
  tasks: readonly (readonly [number, number, number, number])[],
  target = 'action',
): CheckedTarget {
  const workflows = [...new Set(tasks.map(([, , , workflow]) => workflow))];
  return {
    target,
    tasks: tasks.map((_, i) => `/w/${i}`),
    classes: ['acdc', 'clone', 'special'],
    confidence: Float64Array.from(tasks, ([confidence]) => confidence),
    recommended: Int32Array.from(tasks, ([, recommended]) => recommended),
    truth: Int32Array.from(tasks, ([, , truth]) => truth),
    correct: Uint8Array.from(tasks, ([, recommended, truth]) => (recommended === truth ? 1 : 0)),
    workflow: Int32Array.from(tasks, ([, , , workflow]) => workflows.indexOf(workflow)),
    costs: null,
    checking: { rows: Int32Array.from(tasks.keys()), order: Int32Array.from(workflows.keys()) },
  };
}

function policyOf(thresholds: Readonly<Record<string, number | null>>): Policy {
  const targets = Object.fromEntries(Object.entries(thresholds).map(([name, threshold]) => [name, { threshold }]));
  return { targets } as unknown as Policy;
}

describe('the curve of the error', () => {
  const task = fc.tuple(fc.constantFrom(0.2, 0.5, 0.9, 0.99), fc.nat(2), fc.nat(2), fc.nat(5));

  test('goes from few tasks to all, and ends at the error of acting on all', () => {
    fc.assert(
      fc.property(fc.array(task, { minLength: 1, maxLength: 60 }), (tasks) => {
        const points = riskCurve(checkedTarget(tasks), 0.95);
        const shares = points.map(({ share }) => share);
        expect(shares).toEqual([...new Set(shares)].sort((a, b) => a - b));
        expect(points.at(-1)?.share).toBe(1);
        for (const { threshold, share, error, errorUpper } of points) {
          const acted = tasks.filter(([confidence]) => confidence >= threshold);
          expect(share).toBe(acted.length / tasks.length);
          const workflows = [...new Set(acted.map(([, , , workflow]) => workflow))];
          const wrong = workflows.map((one) => {
            const own = acted.filter(([, , , workflow]) => workflow === one);
            return own.filter(([, recommended, truth]) => recommended !== truth).length / own.length;
          });
          expect(error).toBeCloseTo(wrong.reduce((sum, part) => sum + part, 0) / wrong.length, 12);
          expect(errorUpper).toBeGreaterThanOrEqual(error - 1e-12);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('the cost of a task', () => {
  const target = checkedTarget([
    [0.95, 0, 0, 0],
    [0.95, 0, 1, 1],
    [0.6, 1, 0, 2],
    [0.6, 2, 1, 3],
  ]);
  // Rows are the truth: acdc, clone, special.
  const costs = [...[0, 5, 1], ...[2, 0, 1], ...[1, 1, 0]];

  test('counts wrong recommendations that are acted on, by the truth and the recommendation', () => {
    expect(meanCosts([{ ...target, costs }], policyOf({ action: 0.9 }))).toEqual({
      costs: [{ target: 'action', policy: 2 / 4, always: (2 + 5 + 1) / 4 }],
    });
  });

  test('is nothing where all is left to people, and not known without costs', () => {
    expect(meanCosts([{ ...target, costs }], policyOf({ action: null })).costs?.[0].policy).toBe(0);
    expect(meanCosts([target], policyOf({ action: 0.9 }))).toEqual({});
  });
});

describe('what is left to people', () => {
  const target = checkedTarget([
    [0.99, 0, 0, 0],
    [0.6, 0, 1, 1],
    [0.7, 1, 1, 2],
  ]);

  test('is counted by recommended class; classes that are never recommended are left out', () => {
    expect(classesLeft(target, policyOf({ action: 0.9 }))).toEqual([
      { target: 'action', class: 'acdc', tasks: 2, asked: 1 },
      { target: 'action', class: 'clone', tasks: 1, asked: 1 },
    ]);
  });

  test('has the classes first of which most tasks are left', () => {
    const rare = checkedTarget([
      [0.99, 0, 0, 0],
      [0.6, 1, 1, 1],
      [0.7, 2, 1, 2],
      [0.7, 2, 2, 3],
    ]);
    const names = classesLeft(rare, policyOf({ action: 0.9 })).map(({ class: name }) => name);
    expect(names).toEqual(['special', 'clone', 'acdc']);
  });

  test('is everything where nothing may be acted on', () => {
    expect(classesLeft(target, policyOf({ action: null })).map(({ tasks, asked }) => tasks - asked)).toEqual([0, 0]);
  });

  test('is counted by error code for each target, the codes of the most tasks first', () => {
    const other = { ...target, target: 'memory', confidence: Float64Array.of(0.5, 0.99, 0.99) };
    const codes = [['85', '92'], ['85'], ['92']].map((own) => own.map((code) => ({ code, title: '' })));
    const left = codesLeft(
      [target, other],
      policyOf({ action: 0.9, memory: 0.9 }),
      (name) => codes[Number(name.slice(3))],
    );
    expect(left).toEqual([
      { code: '85', title: '', tasks: 2, asked: [1, 1] },
      { code: '92', title: '', tasks: 2, asked: [1, 1] },
    ]);
  });
});
