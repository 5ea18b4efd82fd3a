import path from 'node:path';
import { meanCurves } from '../../measures/mean-curves.ts';
import type { Report, ReportedRun } from '../../protocol/report.ts';
import type { RunSnapshot } from '../../protocol/run-panel.ts';
import { historyOfRun } from '../run-paths.ts';
import { storedSnapshot } from '../stored-snapshot.ts';
import { readReportedHistory } from './report-history.ts';
import { type ReportLimits, reportLimits, roundNumbers } from './report-limits.ts';
import { askModels, driverQuestions, type RunModels } from './report-models.ts';
import { pairsOf, reportPair } from './report-pairs.ts';
import { type RunBounds, readReportedRun, TaskNames } from './report-run.ts';

export interface ReportOptions {
  /** Version of this program. */
  readonly version: string;
  readonly now: Date;
  readonly signal?: AbortSignal;
  /** Called with what is being done, a few words each time. */
  readonly tell?: (step: string) => void;
  readonly limits?: ReportLimits;
  /** Left out, the report does not say what drives the classes, and has no embeddings. */
  readonly models?: (folder: string) => RunModels;
}

/**
 * What a report of runs holds; the first is the baseline of their comparison.
 *
 * @param folders of the runs, each once
 * @throws RunUnreadable if a run cannot be read, and the signal's reason once it is aborted
 */
export async function collectReport(folders: readonly string[], options: ReportOptions): Promise<Report> {
  const { version, now, limits = reportLimits } = options;
  const step = (text: string): void => {
    options.signal?.throwIfAborted();
    options.tell?.(text);
  };
  const snapshots = folders.map((folder) => storedSnapshot(folder));
  const bounds = boundsOf(snapshots, limits);
  const names = new TaskNames();
  const read: ReportedRun[] = [];
  for (const [i, folder] of folders.entries()) {
    const { id } = snapshots[i].run;
    step(`reading ${id}`);
    const key = read.some((one) => one.key === id) ? `${id} #${i + 1}` : id;
    read.push(await readReportedRun(folder, key, snapshots[i], names, bounds));
  }
  const { runs: known, histories } = await withHistories(folders, read, names, step);
  const runs = options.models ? await withModels(options.models, folders, known, options, step) : known;
  const pairs: Report['pairs'] = [];
  const compared = runs.length > 1 ? pairsOf(runs, limits.pairs) : [];
  for (const [i, pair] of compared.entries()) {
    step(`comparing ${i + 1} of ${compared.length}`);
    const folderOf = (run: ReportedRun): string => folders[runs.indexOf(run)];
    pairs.push(await reportPair(pair, folderOf, limits.disagreements, options.signal));
  }
  return {
    version: 1,
    createdAt: now.toISOString(),
    oap: version,
    tasks: names.list,
    histories,
    runs,
    curves: runs.length > 1 ? runs.flatMap(curvesOf) : [],
    pairs,
  };
}

function boundsOf(snapshots: readonly RunSnapshot[], limits: ReportLimits): RunBounds {
  const targets = snapshots.reduce((sum, { run }) => sum + run.targets.length, 0);
  const fits = snapshots.reduce((sum, one) => sum + one.fits.length, 0);
  return {
    predictions: Math.min(limits.predictionsOfTarget, Math.floor(limits.predictions / Math.max(1, targets))),
    epochs: Math.min(limits.epochsOfFit, Math.floor(limits.epochs / Math.max(1, fits))),
  };
}

/** The histories, each read once with the tasks that are shown of its runs, and the runs with the numbers of theirs. */
async function withHistories(
  folders: readonly string[],
  runs: readonly ReportedRun[],
  names: TaskNames,
  step: (text: string) => void,
): Promise<Pick<Report, 'runs' | 'histories'>> {
  const files = runs.map(({ snapshot }, i) => historyOfRun(folders[i], snapshot.run));
  const histories: Report['histories'] = [];
  const withHistory: ReportedRun[] = [...runs];
  const { list } = names;
  for (const file of new Set(files)) {
    step(`reading ${path.basename(file)}`);
    const own = [...runs.keys()].filter((i) => files[i] === file);
    const tasks = own.flatMap((i) => runs[i].samples.flatMap((samples) => samples.names));
    const read = await readReportedHistory(file, new Map(tasks.map((task) => [task, list[task]])));
    if ('history' in read) histories.push(read.history);
    for (const i of own) {
      const run = runs[i];
      withHistory[i] =
        'problem' in read
          ? { ...run, historyState: { stale: false, problem: read.problem } }
          : {
              ...run,
              history: histories.length - 1,
              historyState: { stale: read.fingerprint !== run.snapshot.run.history.sha256 },
            };
    }
  }
  return { runs: withHistory, histories };
}

/** The runs with what their models say. */
async function withModels(
  modelsOf: (folder: string) => RunModels,
  folders: readonly string[],
  runs: readonly ReportedRun[],
  { limits = reportLimits, signal }: ReportOptions,
  step: (text: string) => void,
): Promise<ReportedRun[]> {
  const questions = runs.map(driverQuestions);
  const room = Math.floor(limits.driverTasks / Math.max(1, questions.flat().length));
  const tasks = Math.min(limits.driverTasksOfQuestion, Math.max(1, room));
  const asked: ReportedRun[] = [];
  for (const [i, run] of runs.entries()) {
    const models = modelsOf(folders[i]);
    try {
      asked.push({ ...run, ...(await askModels(models, run, questions[i], tasks, signal, step)) });
    } finally {
      await models.end();
    }
  }
  return asked;
}

function curvesOf({ key, snapshot }: ReportedRun): Report['curves'] {
  return snapshot.run.targets.map(({ target }) => {
    const epochs = snapshot.fits.flatMap((fit) => (fit.target === target ? [fit.epochs] : []));
    return { run: key, target, curves: roundNumbers(meanCurves(epochs)) };
  });
}
