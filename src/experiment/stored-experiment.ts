import type { Experiment } from './definition.ts';

/** An experiment as `run.json` holds it: plain JSON, the names of targets and classes as members of objects. */
export function storedExperiment<T extends Pick<Experiment, 'targets' | 'decision'>>({
  targets,
  decision,
  ...rest
}: T): object {
  const others = { ...rest, decision: storedDecision(decision) };
  if (targets === undefined) return others;
  const definitions = [...targets].map(([name, { classes, ...definition }]) => [
    name,
    { ...(classes && { classes: Object.fromEntries(classes) }), ...definition },
  ]);
  return { ...others, targets: Object.fromEntries(definitions) };
}

export function storedDecision(decision: Experiment['decision']): object | string {
  if (typeof decision === 'string') return decision;
  const costs = [...decision.costs].map(([truth, ofTruth]) => [truth, Object.fromEntries(ofTruth)]);
  return { costs: Object.fromEntries(costs) };
}
