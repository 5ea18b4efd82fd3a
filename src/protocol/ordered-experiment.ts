import type { RunRecord } from './run.ts';

/**
 * A run's experiment with its targets, each target's classes, and the costs of classes as Maps in their original order. `run.json` has them as
 * objects, which put names that look like whole numbers first; the order is in the run's `targets`.
 */
export function orderedExperiment({ experiment: stored, targets }: Pick<RunRecord, 'experiment' | 'targets'>): unknown {
  const experiment = isObject(stored) ? withCosts(stored) : stored;
  if (!isObject(experiment) || !isObject(experiment.targets)) return experiment;
  const ordered = inOrder(
    experiment.targets,
    targets.map(({ target }) => target),
  );
  for (const [name, definition] of ordered) {
    if (!isObject(definition) || !isObject(definition.classes)) continue;
    const order = targets.find(({ target }) => target === name)?.classes ?? [];
    ordered.set(name, { ...definition, classes: inOrder(definition.classes, order) });
  }
  return { ...experiment, targets: ordered };
}

function withCosts(experiment: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { decision } = experiment;
  if (!isObject(decision) || !isObject(decision.costs)) return experiment;
  const costs = Object.entries(decision.costs).map(([truth, ofTruth]): [string, unknown] => [
    truth,
    isObject(ofTruth) ? new Map(Object.entries(ofTruth)) : ofTruth,
  ]);
  return { ...experiment, decision: { ...decision, costs: new Map(costs) } };
}

/** The members in a given order; others come last. */
function inOrder(members: object, order: readonly string[]): Map<string, unknown> {
  const rest = new Map<string, unknown>(Object.entries(members));
  const ordered = new Map<string, unknown>();
  for (const name of order) {
    if (!rest.has(name)) continue;
    ordered.set(name, rest.get(name));
    rest.delete(name);
  }
  return new Map([...ordered, ...rest]);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
