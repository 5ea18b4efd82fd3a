import * as l10n from '@vscode/l10n';
import type { HostToComparePanel, PairResult } from '../../src/protocol/compare-panel.ts';
import type { Report, ReportedHistory, ReportedRun } from '../../src/protocol/report.ts';
import type { HostToRunPanel, RunDrivers, RunPanelToHost, RunTask } from '../../src/protocol/run-panel.ts';
import { runTitles } from './run-titles.ts';

/*
 * What the panels of a report ask, answered from what is in the page. Each answers with the very messages that VS Code's
 * side sends; undefined is no answer.
 */

/** A question of a run's panel that is answered here. */
export type RunQuestion =
  | { readonly kind: 'samples'; readonly target: string }
  | { readonly kind: 'thresholds'; readonly target: string; readonly fit: number | null; readonly class: number }
  | { readonly kind: 'task'; readonly target: string; readonly name: string }
  | { readonly kind: 'find'; readonly target: string; readonly code: string; readonly site: string }
  | AskedDrivers
  | { readonly kind: 'embeddings' | 'reconstruction'; readonly target: string; readonly fit: number };

type AskedDrivers = Extract<RunPanelToHost, { kind: 'drivers' }>;

export function answerRun(report: Report, run: ReportedRun, question: RunQuestion): HostToRunPanel | undefined {
  const { target } = question;
  const samples = run.samples.find((one) => one.target === target);
  switch (question.kind) {
    case 'samples':
      return samples && { ...samples, names: samples.names.map((task) => report.tasks[task]) };
    case 'thresholds':
      return run.thresholds.find(
        (one) => one.target === target && one.fit === question.fit && one.class === question.class,
      );
    case 'task': {
      const errors = errorsOf(report, run, question.name);
      return { kind: 'task', name: question.name, history: run.historyState, errors };
    }
    case 'find': {
      const { code, site } = question;
      const found = new Set(run.history === null ? [] : tasksWith(report.histories[run.history], code, site));
      const tasks = [...(samples?.names.entries() ?? [])].flatMap(([i, task]) => (found.has(task) ? i : []));
      return { kind: 'found', target, code, site, history: run.historyState, tasks };
    }
    case 'drivers':
      return answerDrivers(run, question);
    case 'embeddings':
      return run.embeddings.find((one) => one.target === target && one.fit === question.fit);
    case 'reconstruction':
      return run.reconstructions.find((one) => one.target === target && one.fit === question.fit);
    default:
      throw new Error(`no question ${question satisfies never}`);
  }
}

function answerDrivers({ drivers }: ReportedRun, question: AskedDrivers): RunDrivers {
  const { target, fit, class: explained, scope } = question;
  const found = drivers.find((one) => one.target === target && one.class === explained && one.scope === scope);
  if (found && fit === null) return found;
  const problem =
    drivers.length === 0
      ? l10n.t('the report was made without it')
      : l10n.t('the report has it for all trainings together only');
  return { ...question, stale: false, drivers: null, problem };
}

function errorsOf(report: Report, run: ReportedRun, name: string): RunTask['errors'] {
  if (run.history === null) return null;
  const { codes, sites, tasks } = report.histories[run.history];
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

/** All runs, as the comparison gets them. */
export function comparedRuns({ runs }: Report): HostToComparePanel {
  return {
    kind: 'runs',
    runs: runs.map(({ key, name, snapshot }) => ({
      folder: key,
      name,
      run: { ...snapshot.run, experiment: null },
      error: null,
    })),
  };
}

export function answerCurves({ curves }: Report, folder: string, target: string): HostToComparePanel | undefined {
  const found = curves.find((one) => one.run === folder && one.target === target);
  return found && { kind: 'curves', folder, target, curves: found.curves };
}

export function answerPair(report: Report, target: string, baseline: string, other: string): HostToComparePanel {
  const found = report.pairs.find((one) => one.target === target && one.baseline === baseline && one.other === other);
  return { kind: 'pair', target, baseline, other, result: found?.result ?? notCompared(report, target) };
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
