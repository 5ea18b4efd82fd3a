import { isDeepStrictEqual } from 'node:util';
import type { Dataset } from '../experiment/dataset.ts';
import type { Experiment } from '../experiment/definition.ts';
import { storedExperiment } from '../experiment/stored-experiment.ts';
import { type FitRecord, type RunRecord, unfinishedStates } from '../protocol/run.ts';
import { claimRun } from '../runs/claim-run.ts';
import { listRuns, RunUnreadable, readFit } from '../runs/read-run.ts';
import { provenance } from './provenance.ts';
import { RunInProgress, type RunPlan } from './run-in-progress.ts';

/** Runs that began earlier, and may be gone on with: each once. */
export class EarlierRuns {
  readonly #runs: { readonly folder: string; readonly run: RunRecord }[];

  constructor(runs: string) {
    this.#runs = listRuns(runs).flatMap(({ folder, run }) => (run ? [{ folder, run }] : []));
  }

  /**
   * The newest run of exactly this plan on exactly this data that has not finished, now this process's own.
   *
   * @param only the folder of the one run that may be it
   * @returns undefined if there is none
   */
  claim(plan: RunPlan, dataset: Dataset, only?: string): RunInProgress | undefined {
    const { owner } = provenance(plan.experimentFile, plan.experiment.engine);
    for (const { folder } of this.#matching(plan, dataset, ({ state }) => unfinishedStates.includes(state))) {
      if (only !== undefined && folder !== only) continue;
      const record = claimRun(folder, owner);
      if (record) return RunInProgress.resume(folder, record, plan, completeFits(folder, record));
    }
    return undefined;
  }

  /** The newest run of exactly this plan on exactly this data that is done. */
  findDone(plan: RunPlan, dataset: Dataset): RunInProgress | undefined {
    const [found] = this.#matching(plan, dataset, ({ state }) => state === 'done');
    return found && RunInProgress.resume(found.folder, found.run, plan, completeFits(found.folder, found.run));
  }

  #matching(plan: RunPlan, dataset: Dataset, wanted: (run: RunRecord) => boolean) {
    return this.#runs.filter(({ run }) => wanted(run) && isSame(run, plan, dataset));
  }
}

/** Whether the missing fits of a run would come out as if they had been done along with those that are there. */
function isSame(run: RunRecord, plan: RunPlan, { history, targets }: Dataset): boolean {
  const { experiment, protocol, specification } = plan;
  const { versions } = provenance(plan.experimentFile, plan.experiment.engine);
  return (
    run.protocol === protocol &&
    (run.history.sha256 === history.fingerprint || run.history.content === history.content) &&
    run.versions.oap === versions.oap &&
    run.versions.engine === versions.engine &&
    isDeepStrictEqual(run.specification, asWritten(specification)) &&
    isDeepStrictEqual(dataSettings(run.experiment as object), asWritten(dataSettings(storedExperiment(experiment)))) &&
    // Objects have no order, but a model's outputs have.
    isDeepStrictEqual(
      run.targets.map(({ target, classes }) => ({ target, classes })),
      targets.map(({ name, classes }) => ({ target: name, classes })),
    )
  );
}

/** The parts of an experiment that decide what a model sees; its training stands in the model's specification. */
function dataSettings({ targets, features, split, engine }: Partial<Record<keyof Experiment, unknown>>): object {
  return { ...(targets !== undefined && { targets }), features, split, engine };
}

/** A value as it comes back from a JSON file. */
function asWritten(value: object): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** A damaged fit is one that is missing. */
function completeFits(folder: string, { targets, fitsPerTarget }: RunRecord): FitRecord[] {
  return targets.flatMap(({ target }) =>
    Array.from({ length: fitsPerTarget }, (_, index) => {
      try {
        return readFit(folder, target, index) ?? [];
      } catch (error) {
        if (error instanceof RunUnreadable) return [];
        throw error;
      }
    }).flat(),
  );
}
