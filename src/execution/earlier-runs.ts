import { isDeepStrictEqual } from 'node:util';
import type { Dataset } from '../experiment/dataset.ts';
import type { Experiment } from '../experiment/definition.ts';
import { type CheckedRun, experimentOfRun, storedExperiment } from '../experiment/read-specification.ts';
import { canContinue } from '../measures/run-status.ts';
import type { FitRecord } from '../protocol/run.ts';
import { claimRun } from '../runs/claim-run.ts';
import { purgeForgotten } from '../runs/delete-run.ts';
import { hasLock, removeStaleLock } from '../runs/folder-lock.ts';
import { listRuns, readCompleteFit } from '../runs/read-run.ts';
import { fitFolder } from '../runs/run-paths.ts';
import { damagesOf } from '../runs/sealed-files.ts';
import { runOwner, versionsOf } from './provenance.ts';
import { RunInProgress, type RunPlan } from './run-in-progress.ts';

/** Earlier runs that can be resumed or reused, each once. */
export class EarlierRuns {
  readonly #runs: { readonly folder: string; readonly run: CheckedRun }[];

  /** @param force also resume runs of processes that cannot be checked from here */
  constructor(
    runs: string,
    readonly force: boolean,
  ) {
    purgeForgotten(runs);
    this.#runs = listRuns(runs).flatMap(({ folder, run }) => (run ? [{ folder, run }] : []));
  }

  /**
   * Claims the newest unfinished run of exactly this plan on exactly this data for this process.
   *
   * @param only the folder of the only run to consider
   * @returns undefined if there is none
   */
  claim(plan: RunPlan, dataset: Dataset, only?: string): RunInProgress | undefined {
    for (const { folder } of this.#unfinished(plan, dataset)) {
      if (only !== undefined && folder !== only) continue;
      const claimed = claimRun(folder, runOwner(), this.force);
      if (!claimed) continue;
      removeStaleLocks(folder, claimed.record);
      return RunInProgress.resume(folder, claimed, plan, completeFits(folder, claimed.record));
    }
    return undefined;
  }

  /**
   * The newest finished run of exactly this plan on exactly this data.
   *
   * @param group the group it must belong to, if given
   */
  findDone(plan: RunPlan, dataset: Dataset, group?: string): RunInProgress | undefined {
    const isWanted = (run: CheckedRun): boolean => run.state === 'done' && (group === undefined || run.group === group);
    const [found] = this.#matching(plan, dataset, isWanted);
    return found && RunInProgress.finished(found.folder, found.run, plan, completeFits(found.folder, found.run));
  }

  /** The newest group of runs in which a run of these plans has not finished. */
  unfinishedGroup(plans: readonly RunPlan[], dataset: Dataset): string | undefined {
    const runs = plans.flatMap((plan) => this.#unfinished(plan, dataset)).filter(({ run }) => run.group !== undefined);
    const [newest] = runs.sort((a, b) => b.run.createdAt.localeCompare(a.run.createdAt));
    return newest?.run.group;
  }

  #unfinished(plan: RunPlan, dataset: Dataset) {
    return this.#matching(plan, dataset, ({ state }) => canContinue(state) || (this.force && state === 'running'));
  }

  #matching(plan: RunPlan, dataset: Dataset, isWanted: (run: CheckedRun) => boolean) {
    return this.#runs.filter(({ run }) => isWanted(run) && isSame(run, plan, dataset));
  }
}

/** Whether the missing fits of a run would give the same numbers as in the original training. */
function isSame(run: CheckedRun, plan: RunPlan, { history, targets }: Dataset): boolean {
  const { experiment, protocol, specification } = plan;
  const versions = versionsOf(experiment.engine);
  return (
    run.protocol === protocol &&
    (run.history.sha256 === history.fingerprint || run.history.content === history.content) &&
    run.versions.oap === versions.oap &&
    run.versions.engine === versions.engine &&
    isDeepStrictEqual(run.specification, asWritten(specification)) &&
    isDeepStrictEqual(dataSettings(experimentOfRun(run)), dataSettings(experiment)) &&
    // The classes have an order, which objects do not keep.
    isDeepStrictEqual(
      run.targets.map(({ target, classes }) => ({ target, classes })),
      targets.map(({ name, classes }) => ({ target: name, classes })),
    )
  );
}

/** The parts of an experiment that decide a model's data and decisions; its training is in the model's specification. */
function dataSettings({ targets, features, split, engine, decision }: Experiment): unknown {
  return asWritten(storedExperiment({ targets, features, split, engine, decision }));
}

/** A value after writing it to JSON and reading it back. */
function asWritten(value: object): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** Removes locks of complete fits whose process died before releasing them. */
function removeStaleLocks(folder: string, { targets, fitsPerTarget }: CheckedRun): void {
  for (const { target } of targets) {
    for (let index = 0; index < fitsPerTarget; index++) {
      const fit = fitFolder(folder, target, index);
      if (hasLock(fit)) removeStaleLock(fit);
    }
  }
}

/** A damaged fit counts as missing. */
function completeFits(folder: string, { targets, fitsPerTarget }: CheckedRun): FitRecord[] {
  return targets.flatMap(({ target }) =>
    Array.from({ length: fitsPerTarget }, (_, index) => {
      const fit = readCompleteFit(folder, target, index);
      return fit && damagesOf(fitFolder(folder, target, index), fit).length === 0 ? [fit] : [];
    }).flat(),
  );
}
