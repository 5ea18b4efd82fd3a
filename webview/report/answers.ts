import * as l10n from '@vscode/l10n';
import { splitOf } from '../../src/measures/watched-folds.ts';
import type { ComparePanelService, PairResult } from '../../src/protocol/compare-panel.ts';
import type { PageService } from '../../src/protocol/page.ts';
import type { Implementation } from '../../src/protocol/port.ts';
import type { Report, ReportedHistory, ReportedRun } from '../../src/protocol/report.ts';
import type { RunPanelService, RunTask } from '../../src/protocol/run-panel.ts';
import type { Service } from '../../src/protocol/service.ts';
import { runTitles } from './run-titles.ts';

/*
 * What the panels of a report ask, answered from what is in the page. What only VS Code can do, detached panels do not ask for.
 */

/** All but what every page does. */
type OwnMethods<S extends Service> = Omit<Implementation<S>, keyof PageService>;

const never = new Promise<null>(() => {});
const impossible = (): never => {
  throw new Error('a report cannot do that');
};

export function answersOfRun(report: Report, run: ReportedRun): OwnMethods<RunPanelService> {
  const samplesOf = (target: string) => run.samples.find((one) => one.target === target);
  const history = (): ReportedHistory => {
    if (run.history === null) throw new Error(run.historyState.problem);
    return report.histories[run.history];
  };
  const { stale } = run.historyState;
  return {
    follow(_, { progress }) {
      progress(run.snapshot);
      return never;
    },
    samples({ target }) {
      const samples = samplesOf(target);
      if (!samples) throw new Error(l10n.t('There are no predictions.'));
      return { ...samples, names: samples.names.map((task) => report.tasks[task]) };
    },
    intervals: () => answerOf(run.intervals) ?? [],
    thresholds: (asked) => recall(run.thresholds, asked) ?? null,
    task: ({ name }) => ({ stale, errors: errorsOf(report, history(), name) }),
    find({ target, code, site }) {
      const found = new Set(tasksWith(history(), code, site));
      const names = samplesOf(target)?.names ?? [];
      return { stale, tasks: [...names.entries()].flatMap(([i, task]) => (found.has(task) ? i : [])) };
    },
    drivers(asked) {
      const drivers = recall(run.drivers, asked);
      if (drivers) return drivers;
      throw new Error(
        run.drivers.length === 0
          ? l10n.t('the report was made without it')
          : l10n.t('the report has it for all trainings together only'),
      );
    },
    embeddings: (asked) => recall(run.embeddings, asked) ?? without(),
    reconstruction: (asked) => recall(run.reconstructions, asked) ?? without(),
    explain: impossible,
    cancel: impossible,
    continue: impossible,
    runAgain: impossible,
    open: impossible,
    policy: (asked) =>
      (run.policies.length === 1 ? answerOf(run.policies[0]) : recall(run.policies, asked)) ?? without(),
    policyDetails(asked) {
      const details = recall(run.policyDetails, asked) ?? without();
      return { ...details, curves: run.policyDetails[0].answer?.curves ?? [] };
    },
    savePolicy: impossible,
    goToTask: impossible,
  };
}

/** @param open shows a run, by its key */
export function answersOfComparison(report: Report, open: (key: string) => void): OwnMethods<ComparePanelService> {
  const { runs, curves, pairs } = report;
  return {
    follow(_, { progress }) {
      const compared = runs.map(({ key, name, snapshot }) => ({
        folder: key,
        name,
        run: { ...snapshot.run, experiment: { split: splitOf(snapshot.run.experiment) } },
        error: null,
      }));
      progress({ kind: 'runs', runs: compared });
      return never;
    },
    curves: ({ folder, target }) =>
      curves.find((one) => one.run === folder && one.target === target)?.curves ?? without(),
    pair({ target, baseline, other }) {
      const isIt = (one: Report['pairs'][number]): boolean =>
        one.target === target && one.baseline === baseline && one.other === other;
      return pairs.find(isIt)?.result ?? notCompared(report, target);
    },
    open({ folder }) {
      open(folder);
      return null;
    },
    choose: impossible,
    exportReport: impossible,
  };
}

interface Recorded<Value> {
  readonly answer: Value | null;
  readonly problem?: string | undefined;
}

/** What was answered when the report was made; undefined if it was not asked. @throws Error with the reason if there is no answer */
function recall<Argument, Value>(
  answers: readonly (Recorded<Value> & { readonly argument: Argument })[],
  asked: Argument,
): Value | undefined {
  const key = keyOf(asked);
  const found = answers.find(({ argument }) => keyOf(argument) === key);
  return found && answerOf(found);
}

function answerOf<Value>({ answer, problem }: Recorded<Value>): Value | undefined {
  if (problem !== undefined) throw new Error(problem);
  return answer ?? undefined;
}

/** The same for the same members, in whatever order. */
function keyOf(argument: unknown): string {
  return JSON.stringify(Object.entries(argument as object).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function without(): never {
  throw new Error(l10n.t('the report was made without it'));
}

function errorsOf(report: Report, { codes, sites, tasks }: ReportedHistory, name: string): RunTask['errors'] {
  const task = tasks.find((one) => report.tasks[one.task] === name);
  if (task === undefined) return null;
  return {
    line: task.line,
    codes: task.codes.map((code) => codes[code]),
    sites: task.sites.map((site, i) => ({ site: sites[site], good: i < task.good })),
    counts: task.counts,
  };
}

/** Numbers of the tasks that have a code at a site; an empty text is any. */
function tasksWith({ codes, sites, tasks }: ReportedHistory, code: string, site: string): number[] {
  return tasks
    .filter((one) =>
      one.counts.some((row, c) =>
        row.some(
          (count, s) =>
            count > 0 &&
            (code === '' || codes[one.codes[c]].code === code) &&
            (site === '' || sites[one.sites[s]] === site),
        ),
      ),
    )
    .map(({ task }) => task);
}

/** Pairs are left out where there are very many: then the report has those with one baseline. */
function notCompared({ runs, pairs }: Report, target: string): PairResult {
  const baseline = pairs.find((one) => one.target === target)?.baseline;
  const name = runTitles(runs)[runs.findIndex(({ key }) => key === baseline)] ?? l10n.t('another run');
  const reason = l10n.t(
    'The report has so many runs that it compares them with {0} only: choose that as the baseline.',
    name,
  );
  return { kind: 'incomparable', reason };
}
