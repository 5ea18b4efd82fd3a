import { orderedExperiment } from '../protocol/ordered-experiment.ts';
import type { RunRecord } from '../protocol/run.ts';
import type { Experiment } from './definition.ts';

/** An experiment as `run.json` holds it: plain JSON, the names of targets and classes as members of objects. */
export function storedExperiment<T extends Pick<Experiment, 'targets'>>({ targets, ...others }: T): object {
  if (targets === undefined) return others;
  const definitions = [...targets].map(([name, { classes, ...definition }]) => [
    name,
    { ...(classes && { classes: Object.fromEntries(classes) }), ...definition },
  ]);
  return { ...others, targets: Object.fromEntries(definitions) };
}

/** The experiment of a run. */
export function experimentOfRun(run: Pick<RunRecord, 'experiment' | 'targets'>): Experiment {
  return orderedExperiment(run) as Experiment;
}
