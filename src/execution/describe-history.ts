import { featureMatrix } from '../dataset/features.ts';
import type { History } from '../dataset/history.ts';
import { describeHistory, type Use } from '../dataset/statistics.ts';
import { resolveTarget } from '../dataset/targets.ts';
import { studyDescriptions } from '../dataset/vocabulary.ts';
import { numberWorkflows } from '../dataset/workflows.ts';
import { leakage } from '../learning/leakage.ts';
import { type Split, trainTestSplit } from '../learning/splits.ts';
import type { HistoryPanelDescription, HistoryTarget, HistoryUse } from '../protocol/history-panel.ts';

/** Maximum number of codes and of sites in the map of pairs: those with the most tasks. */
const mappedCodes = 120;
const mappedSites = 250;
/** The study's split. */
const testShare = 0.3;
const seed = 42;

/** The content of a history's panel (slides 4–6, and how much a split by task leaks). */
export function describeForPanel(history: History): HistoryPanelDescription {
  const { errors, workflows, targets, codeUse, siteUse, ...totals } = describeHistory(history);
  const groups = numberWorkflows(history);
  const split = history.tasks.count >= 4 ? trainTestSplit(history.tasks.count, testShare, seed) : undefined;
  const distribution = workflows.distribution.map(([tasks, count]) => ({ tasks, workflows: count }));
  return {
    ...totals,
    bytes: history.bytes,
    codes: errors,
    synthetic: groups.synthetic,
    codeUse: titled(codeUse),
    siteUse: siteUse.map((use) => ({ ...use })),
    workflows: {
      count: workflows.count,
      mean: workflows.mean,
      largest: workflows.largest,
      distribution,
      sharing: distribution.reduce((sum, size) => sum + (size.tasks > 1 ? size.tasks * size.workflows : 0), 0),
    },
    targets: targets.map(({ name, classes, rawValues, noise }) => ({
      name,
      classes: classes.map((size) => ({ ...size })),
      rawValues: rawValues.map((size) => ({ ...size })),
      noise: { ...noise },
      leakage: split ? leakageOf(history, name, groups.numbers, split) : null,
    })),
    parameters: [...history.parameters.keys()],
    pairs: pairsOf(history, codeUse, siteUse),
    problems: history.problems.map((problem) => ({ ...problem })),
    problemCount: history.problemCount,
    skipped: history.skipped,
  };
}

/** Uses of codes, with the study's titles. */
function titled(uses: readonly Use[]): HistoryUse[] {
  const known = studyDescriptions(uses.map(({ name }) => name));
  return uses.map((use) => {
    const title = known.get(use.name)?.title;
    return { ...use, ...(title !== undefined && { title }) };
  });
}

function leakageOf(history: History, target: string, groups: Int32Array, split: Split): HistoryTarget['leakage'] {
  return { ...leakage(groups, resolveTarget(history, target).labels, split) };
}

function pairsOf(history: History, codeUse: readonly Use[], siteUse: readonly Use[]): HistoryPanelDescription['pairs'] {
  const codes = codeUse.slice(0, mappedCodes).map(({ name }) => name);
  const sites = siteUse.slice(0, mappedSites).map(({ name }) => name);
  const rowOf = placesOf(history.codes, codes);
  const columnOf = placesOf(history.sites, sites);
  const tasks = new Array<number>(codes.length * sites.length).fill(0);
  const { matrix } = featureMatrix(history, { transform: 'none', sites: 'merged' });
  for (const column of matrix.column) {
    const row = rowOf[Math.floor(column / history.sites.length)];
    const site = columnOf[column % history.sites.length];
    if (row >= 0 && site >= 0) tasks[row * sites.length + site]++;
  }
  return { codes, sites, tasks };
}

/** [names] index of each name among the chosen ones, −1 if not chosen. */
function placesOf(names: readonly string[], chosen: readonly string[]): Int32Array {
  const places = new Map(chosen.map((name, place) => [name, place]));
  return Int32Array.from(names, (name) => places.get(name) ?? -1);
}
