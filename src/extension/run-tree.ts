import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { RunRecord } from '../protocol/run.ts';
import type { Marks } from '../runs/marks.ts';
import { rankModels } from '../runs/winner.ts';
import { stateText } from './state-text.ts';

/** A run as lists show it. */
export interface ShownRun {
  readonly folder: string;
  /** Undefined if it cannot be read. */
  readonly run: RunRecord | undefined;
  readonly error: string | undefined;
  readonly marks: Marks;
  /** Path of its experiment file, which may be gone. */
  readonly experiment: string;
}

export interface RunNode {
  readonly kind: 'run';
  readonly shown: ShownRun;
}

/** Runs that were started together. */
export interface GroupNode {
  readonly kind: 'group';
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly runs: readonly RunNode[];
}

export interface ExperimentNode {
  readonly kind: 'experiment';
  readonly file: string;
  readonly label: string;
  /** False if runs name it, but it is no longer there. */
  readonly exists: boolean;
  readonly children: readonly (GroupNode | RunNode)[];
}

export const sortOrders = ['newest', 'name', 'metric', 'state'] as const;
export type SortOrder = (typeof sortOrders)[number];

export interface TreeOptions {
  /** Words that a run must have, somewhere; '' = all runs. */
  readonly filter: string;
  readonly sort: SortOrder;
}

/** Experiments with their runs, those of a selection or a search grouped. With a filter only experiments that have such runs. */
export function runTree(
  experiments: readonly string[],
  runs: readonly ShownRun[],
  { filter, sort }: TreeOptions,
): ExperimentNode[] {
  const wanted = runs.filter((run) => matches(run, filter));
  const files = new Set([...(filter.trim() === '' ? experiments : []), ...wanted.map(({ experiment }) => experiment)]);
  return [...files].sort().map((file) => ({
    kind: 'experiment',
    file,
    label: path.basename(file),
    exists: experiments.includes(file),
    children: childrenOf(
      wanted.filter(({ experiment }) => experiment === file),
      sort,
    ),
  }));
}

/** What a run is called: as it was named, or as its model. */
export function nameOf({ folder, run, marks }: ShownRun): string {
  return marks.name ?? run?.model ?? path.basename(folder);
}

/** Mean over the targets of the mean confusion MSE; undefined without results. */
export function mainMetric(run: RunRecord | undefined): number | undefined {
  if (!run || run.summary.length === 0) return undefined;
  return run.summary.reduce((sum, { confusionMse }) => sum + confusionMse.mean, 0) / run.summary.length;
}

/** Whether a run has all words of a filter, in its name, model, protocol, state, targets, experiment or note. */
export function matches(shown: ShownRun, filter: string): boolean {
  const { run, marks, experiment } = shown;
  const text = [
    nameOf(shown),
    marks.note ?? '',
    marks.starred ? l10n.t({ message: 'starred', comment: 'Of a run' }) : '',
    path.basename(experiment),
    stateText(run?.state),
    ...(run ? [run.model, run.protocol, ...run.targets.map(({ target }) => target)] : []),
  ]
    .join('\n')
    .toLowerCase();
  const words = filter.toLowerCase().split(/\s+/);
  return words.every((word) => text.includes(word));
}

function childrenOf(runs: readonly ShownRun[], sort: SortOrder): (GroupNode | RunNode)[] {
  const sorted = [...runs].sort(comparison(sort));
  const groups = new Map<string, RunNode[]>();
  const children: (RunNode | string)[] = [];
  for (const shown of sorted) {
    const node: RunNode = { kind: 'run', shown };
    const group = shown.run?.group;
    const known = group === undefined ? undefined : groups.get(group);
    if (known) known.push(node);
    else if (group === undefined) children.push(node);
    else {
      groups.set(group, [node]);
      children.push(group);
    }
  }
  return children.map((child) => {
    if (typeof child !== 'string') return child;
    const nodes = groups.get(child) ?? [];
    return nodes.length === 1 ? nodes[0] : groupNode(child, nodes);
  });
}

function groupNode(id: string, runs: readonly RunNode[]): GroupNode {
  const records = runs.flatMap(({ shown }) => shown.run ?? []);
  const [first] = records;
  const done = records.filter(({ state }) => state === 'done').length;
  const [best] = first.protocol === 'cross-validation' && done === records.length ? rankModels(records) : [];
  const time = new Date(first.createdAt).toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'short' });
  return {
    kind: 'group',
    id,
    label: groupLabel(id, first, runs.length),
    description: `${best ? bestText(best.model) : doneText(done, runs.length)} · ${time}`,
    runs,
  };
}

function bestText(model: string): string {
  return l10n.t({ message: 'best {0}', args: [model], comment: '{0} = the best model of a selection' });
}

function doneText(done: number, count: number): string {
  return l10n.t({ message: '{0} of {1} done', args: [done, count], comment: 'Numbers of runs' });
}

function groupLabel(id: string, { protocol, model }: RunRecord, count: number): string {
  if (/-tuning-[0-9a-f]{6}$/.test(id)) {
    return l10n.t('Tuning of {0}, {1} calls', model.replace(/ tuned \d+$/, ''), count);
  }
  switch (protocol) {
    case 'cross-validation':
      return l10n.t('Selection of {0} models', count);
    case 'holdout':
      return l10n.t('Training of {0} models', count);
    case 'repeated-test':
      return l10n.t('Test of {0} models', count);
    default:
      throw new Error(`no protocol ${protocol satisfies never}`);
  }
}

type Comparison = (a: ShownRun, b: ShownRun) => number;

/** Starred runs first, then by the order that was chosen; the newest of equal ones first. */
function comparison(order: SortOrder): Comparison {
  const newest: Comparison = (a, b) => (b.run?.createdAt ?? '').localeCompare(a.run?.createdAt ?? '');
  const chosen: Record<SortOrder, Comparison> = {
    newest,
    name: (a, b) => nameOf(a).localeCompare(nameOf(b), undefined, { numeric: true }),
    metric: (a, b) =>
      (mainMetric(a.run) ?? Number.POSITIVE_INFINITY) - (mainMetric(b.run) ?? Number.POSITIVE_INFINITY) || 0,
    state: (a, b) => (a.run?.state ?? 'unreadable').localeCompare(b.run?.state ?? 'unreadable'),
  };
  return (a, b) => Number(b.marks.starred) - Number(a.marks.starred) || chosen[order](a, b) || newest(a, b);
}
