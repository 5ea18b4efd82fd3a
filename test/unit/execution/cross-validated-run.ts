import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { executeFit } from '../../../src/execution/execute-fit.ts';
import { trainModels } from '../../../src/execution/train.ts';
import { pretend } from './pretend-executor.ts';
import type { SmallStudy } from './small-dataset.ts';

/** Cross-validates the first model of an experiment, for real. @returns the run's folder, in a place of its own below `root` */
export async function crossValidated(root: string, study: SmallStudy): Promise<string> {
  const { experiment, models, dataset } = study;
  const executor = pretend(study, (job) =>
    executeFit(
      dataset,
      job,
      () => {},
      () => false,
    ),
  );
  const runs = path.join(mkdtempSync(path.join(root, 'place-')), '.oap', 'runs');
  const request = {
    experimentFile: 'x.oap.json',
    experiment,
    models: models.slice(0, 1),
    protocol: 'cross-validation',
    runs,
    earlier: 'ignore',
  } as const;
  const [run] = await trainModels(executor, request, () => {}, new AbortController().signal);
  return run.folder;
}
