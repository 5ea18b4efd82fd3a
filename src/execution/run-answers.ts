import fs from 'node:fs';
import type { TaskCount } from '../protocol/explanation.ts';
import type { Implementation } from '../protocol/port.ts';
import type { RunSamples, TaskErrors } from '../protocol/run-panel.ts';
import { RunUnreadable, readRun } from '../runs/read-run.ts';
import { isMendable } from '../runs/regular-file.ts';
import { readIntervals } from '../runs/result-intervals.ts';
import { fitFile, fitFolder, historyOfRun } from '../runs/run-paths.ts';
import { readSamples, thresholdsOf } from '../runs/run-samples.ts';
import { SamplesHistory } from '../runs/samples-history.ts';
import type { PolicyAnswers } from './policy-answers.ts';
import type { RunExplainer } from './run-explainer.ts';
import type { RunWorkerService } from './worker-service.ts';

/**
 * Answers questions about a run's tasks and models. The samples of one target and their tasks in the history are kept until
 * another target is requested or the file changes.
 *
 * @param folder of the run
 */
export function runAnswers(folder: string): Implementation<RunWorkerService> {
  let kept: { readonly key: string; readonly read: Promise<RunSamples> } | undefined;
  let part: { readonly target: string; readonly read: Promise<SamplesHistory> } | undefined;
  let explainer: RunExplainer | undefined;
  let policies: PolicyAnswers | undefined;

  const samplesOf = (target: string): Promise<RunSamples> => {
    const run = readRun(folder);
    const fits = Array.from({ length: run.fitsPerTarget }, (_, index) => fitFolder(folder, target, index));
    // More fits may be complete by now.
    const key = JSON.stringify([target, fits.filter((fit) => fs.existsSync(fitFile(fit)))]);
    if (kept?.key !== key) {
      part = undefined;
      kept = { key, read: readSamples(folder, run, target) };
    }
    return kept.read;
  };
  /** The fits that are complete, of all targets. */
  const doneFits = (): string => {
    const { targets, fitsPerTarget } = readRun(folder);
    const indices = Array.from({ length: fitsPerTarget }, (_, index) => index);
    const fits = targets.flatMap(({ target }) => indices.map((index) => fitFolder(folder, target, index)));
    return JSON.stringify(fits.filter((fit) => fs.existsSync(fitFile(fit))));
  };
  const historyFile = (): string => historyOfRun(folder, readRun(folder));
  const isStale = (fingerprint: string): boolean => fingerprint !== readRun(folder).history.sha256;
  const historyOf = async (target: string): Promise<SamplesHistory> => {
    const { names } = await samplesOf(target);
    // An unreadable one may have been fixed since.
    const known = part?.target === target ? await part.read.catch(() => undefined) : undefined;
    if (known?.current) return known;
    part = { target, read: SamplesHistory.read(historyFile(), names) };
    return part.read;
  };
  const mendableHistoryOf = (target: string): Promise<SamplesHistory | Error> =>
    historyOf(target).catch((error: unknown) => {
      if (isMendable(error)) return error;
      throw error;
    });
  const theExplainer = async (): Promise<RunExplainer> => {
    if (!explainer) {
      const { RunExplainer } = await import('./run-explainer.ts');
      explainer = new RunExplainer();
    }
    return explainer;
  };

  const thePolicies = async (): Promise<PolicyAnswers> => {
    if (!policies) {
      const { PolicyAnswers } = await import('./policy-answers.ts');
      policies = new PolicyAnswers(folder);
    }
    return policies;
  };

  return {
    intervals: () => readIntervals(folder, readRun(folder)),
    samples: ({ target }) => samplesOf(target),
    async thresholds({ target, fit, class: positive }) {
      const samples = await samplesOf(target);
      const classes = readRun(folder).targets.find((one) => one.target === target)?.classes.length ?? 0;
      if (samples.task.length === 0 || positive < 0 || positive >= classes) return null;
      return thresholdsOf(samples, classes, positive, fit);
    },
    async task({ target, name }) {
      const history = await historyOf(target);
      return { stale: isStale(history.fingerprint), errors: history.errorsOf(name) ?? null };
    },
    async find({ target, code, site }) {
      const { names } = await samplesOf(target);
      const history = await historyOf(target);
      return { stale: isStale(history.fingerprint), tasks: history.find(names, code, site) };
    },
    async explain({ target, name, fit, class: explained }) {
      const errors = (await historyOf(target)).errorsOf(name);
      if (!errors) throw new RunUnreadable(`the history does not have ${name}`);
      return (await theExplainer()).explain(folder, target, fit, explained, countsOf(errors));
    },
    async drivers({ tasks: most, ...question }, { progress, isCancelled }) {
      const asked = { ...question, ...(most !== undefined && { most }) };
      const report = (done: number, tasks: number): void => progress({ done, tasks });
      const explaining = await theExplainer();
      const { drivers, fingerprint } = await explaining.drivers(folder, historyFile(), asked, report, isCancelled);
      return { stale: isStale(fingerprint), drivers };
    },
    async embeddings({ target, fit }) {
      const { embeddingMap } = await import('./embedding-map.ts');
      return embeddingMap(folder, target, fit);
    },
    async reconstruction(question, { isCancelled }) {
      const { reconstructionCurve } = await import('./reconstruction-curve.ts');
      const { curve, fingerprint } = await reconstructionCurve(folder, historyFile(), question, isCancelled);
      return { stale: isStale(fingerprint), curve };
    },
    policy: async (request) => (await thePolicies()).policy(doneFits(), request),
    policyDetails: async (request) => (await thePolicies()).details(doneFits(), request, mendableHistoryOf),
    async placeOf({ target, name }) {
      const history = await historyOf(target);
      const place = (await history.placeOf(name)) ?? null;
      return { file: history.file, stale: isStale(history.fingerprint), place };
    },
  };
}

function countsOf({ codes, sites, counts }: TaskErrors): TaskCount[] {
  return codes.flatMap(({ code }, c) =>
    sites.flatMap(({ site, good }, s) => (counts[c][s] === 0 ? [] : [{ code, site, good, count: counts[c][s] }])),
  );
}
