import { errorCounter } from '../measures/act-threshold.ts';
import { upperMean } from '../measures/betting.ts';
import { meanOf } from '../measures/spread.ts';
import type { Policy, PolicyDetails, RiskPoint } from '../protocol/policy.ts';
import { acts, type CheckedTarget } from './make-policy.ts';

/** Points of a curve, about. */
const parts = 40;

/**
 * What the error of a target would be if more or fewer tasks were acted on, the most confident first: measured on the half of
 * the workflows that checks the policy. Each bound holds by itself, with the confidence, not all of them together.
 */
export function riskCurve({ checking, confidence, correct, workflow }: CheckedTarget, sureness: number): RiskPoint[] {
  const { rows, order } = checking;
  const ranked = rows.toSorted((a, b) => confidence[b] - confidence[a] || a - b);
  const errorsOf = errorCounter({ correct, workflow, order });
  const points: RiskPoint[] = [];
  for (let part = 1; part <= parts; part++) {
    let size = Math.ceil((part * ranked.length) / parts);
    // Tasks of the same confidence are acted on together.
    while (size < ranked.length && confidence[ranked[size]] === confidence[ranked[size - 1]]) size++;
    const share = size / rows.length;
    if (size === 0 || points.at(-1)?.share === share) continue;
    const { shares } = errorsOf(ranked.subarray(0, size));
    points.push({
      share,
      threshold: confidence[ranked[size - 1]],
      error: meanOf(shares),
      errorUpper: upperMean(shares, 1 - sureness),
    });
  }
  return points;
}

/**
 * What wrong recommendations cost per task, if those that the policy acts on are followed and if all are; what people decide
 * costs nothing.
 *
 * @returns nothing for an experiment without costs
 */
export function meanCosts(checked: readonly CheckedTarget[], { targets }: Policy): Pick<PolicyDetails, 'costs'> {
  const costs = checked.flatMap(({ target, costs, classes, checking: { rows }, truth, recommended, confidence }) => {
    if (!costs) return [];
    const { threshold } = targets[target];
    let [policy, always] = [0, 0];
    for (const row of rows) {
      const cost = costs[truth[row] * classes.length + recommended[row]];
      always += cost;
      if (acts(threshold, confidence[row])) policy += cost;
    }
    return [{ target, policy: policy / rows.length, always: always / rows.length }];
  });
  return costs.length === 0 ? {} : { costs };
}

/** What a policy leaves to people, by recommended class, the most tasks first: of the tasks that check it. */
export function classesLeft(
  { target, checking, classes, recommended, confidence }: CheckedTarget,
  { targets }: Policy,
): PolicyDetails['classes'] {
  const threshold = targets[target].threshold;
  const left = classes.flatMap((name, c) => {
    const tasks = checking.rows.filter((row) => recommended[row] === c);
    const asked = tasks.filter((row) => !acts(threshold, confidence[row])).length;
    return tasks.length === 0 ? [] : [{ target, class: name, tasks: tasks.length, asked }];
  });
  return left.sort((a, b) => b.asked - a.asked);
}

/**
 * The same by error code, for all targets.
 *
 * @param codesOf those of a task, each once
 * @returns the codes of the most tasks first
 */
export function codesLeft(
  checked: readonly CheckedTarget[],
  { targets }: Policy,
  codesOf: (task: string) => readonly { readonly code: string; readonly title: string }[],
): PolicyDetails['codes'] {
  const [{ checking, tasks: names }] = checked;
  const codes = new Map<string, { code: string; title: string; tasks: number; asked: number[] }>();
  for (const row of checking.rows) {
    const asks = checked.map(({ target, confidence }) => !acts(targets[target].threshold, confidence[row]));
    for (const { code, title } of codesOf(names[row])) {
      const of = codes.get(code) ?? { code, title, tasks: 0, asked: checked.map(() => 0) };
      codes.set(code, of);
      of.tasks++;
      for (const [i, ask] of asks.entries()) if (ask) of.asked[i]++;
    }
  }
  return [...codes.values()].sort((a, b) => b.tasks - a.tasks || (a.code < b.code ? -1 : 1));
}
