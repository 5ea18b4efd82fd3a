import type { Target } from '../dataset/targets.ts';
import type { Decision } from '../measures/recommendation.ts';
import type { RunRecord } from '../protocol/run.ts';
import type { Experiment } from './definition.ts';
import { readExperimentOf } from './read-specification.ts';
import { TargetError } from './target-error.ts';

/** How an experiment recommends one of a target's classes. */
export function decisionOf({ decision }: Pick<Experiment, 'decision'>, classes: readonly string[]): Decision {
  if (typeof decision === 'string') return decision;
  const costs = classes.flatMap((truth, row) =>
    classes.map((named, column) => decision.costs.get(truth)?.get(named) ?? (row === column ? 0 : 1)),
  );
  return { costs };
}

/** How a run recommends one of a target's classes; as the study if its record does not say. */
export function decisionOfRun(run: Pick<RunRecord, 'experiment' | 'targets'>, classes: readonly string[]): Decision {
  const read = readExperimentOf(run);
  return 'value' in read ? decisionOf(read.value, classes) : 'balanced';
}

/** Whether a run recommends as the study does, without reading its whole experiment. */
export function recommendsAsStudy({ experiment }: Pick<RunRecord, 'experiment'>): boolean {
  const isKnown = typeof experiment === 'object' && experiment !== null && 'decision' in experiment;
  return !isKnown || experiment.decision === 'balanced';
}

/** @throws TargetError if costs name a class that no target has */
export function requireKnownCosts({ decision }: Pick<Experiment, 'decision'>, targets: readonly Target[]): void {
  if (typeof decision === 'string') return;
  const classes = new Set(targets.flatMap((target) => target.classes));
  const places = [...decision.costs].flatMap(([truth, costs]) => [
    [truth],
    ...[...costs.keys()].map((named) => [truth, named]),
  ]);
  for (const place of places) {
    const name = place[place.length - 1];
    if (classes.has(name)) continue;
    throw new TargetError(
      ['decision', 'costs', ...place],
      `no target has a class ${JSON.stringify(name)}, expected one of: ${[...classes].join(', ')}`,
    );
  }
}
