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
