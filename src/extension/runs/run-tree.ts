import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { FitProgress, RunStatus } from '../../measures/run-status.ts';
import { finishedSelection, isTuning, meanConfusionMse } from '../../measures/winner.ts';
import type { RunRecord } from '../../protocol/run.ts';
import type { Marks } from '../../runs/marks.ts';
import { stateText } from './state-text.ts';

/** A run as lists show it. */
export interface ShownRun {
  readonly folder: string;
  /** Undefined if it cannot be read. */
  readonly run: RunRecord | undefined;
  /** How far it is; undefined if it cannot be read. */
  readonly status: RunStatus | undefined;
  /** Whether this window trains it. */
  readonly isLive: boolean;
  readonly error: string | undefined;
  readonly marks: Marks;
  /** Path of its experiment file, which may be gone. */
  readonly experiment: string;
}

/** A fit that is being trained in this window. */
export interface FitNode {
  readonly kind: 'fit';
  readonly key: string;
  readonly folder: string;
  readonly fit: FitProgress;
  readonly children: readonly never[];
}

export interface RunNode {
  readonly kind: 'run';
  readonly key: string;
  readonly shown: ShownRun;
  /** Those that this window trains. */
  readonly children: readonly FitNode[];
}

/** Runs that were started together. */
export interface GroupNode {
  readonly kind: 'group';
  readonly key: string;
  readonly label: string;
  readonly description: string;
  readonly children: readonly RunNode[];
}

export interface ExperimentNode {
  readonly kind: 'experiment';
  readonly key: string;
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
  return [...files].sort().map((file): ExperimentNode => {
    const own = wanted.filter(({ experiment }) => experiment === file);
    return {
      kind: 'experiment',
      // VS Code keeps a row closed that could not be opened before: with its first run it is another one.
      key: own.length > 0 ? file : `${file} without runs`,
      file,
      label: path.basename(file),
      exists: experiments.includes(file),
      children: childrenOf(file, own, sort),
    };
  });
}

/** What a run is called: as it was named, or as its model. */
export function nameOf({ folder, run, marks }: ShownRun): string {
  return marks.name ?? run?.model ?? path.basename(folder);
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

function childrenOf(file: string, runs: readonly ShownRun[], sort: SortOrder): (GroupNode | RunNode)[] {
  const sorted = [...runs].sort(comparison(sort));
  const groups = new Map<string, RunNode[]>();
  const children: (RunNode | string)[] = [];
  for (const shown of sorted) {
    const node = runNode(shown);
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
    return nodes.length === 1 ? nodes[0] : groupNode(file, child, nodes);
  });
}

function runNode(shown: ShownRun): RunNode {
  const { folder, isLive, status } = shown;
  const running = isLive && status ? status.running : [];
  return { kind: 'run', key: folder, shown, children: running.map((fit) => fitNode(folder, fit)) };
}

function fitNode(folder: string, fit: FitProgress): FitNode {
  return { kind: 'fit', key: JSON.stringify([folder, fit.target, fit.index]), folder, fit, children: [] };
}

function groupNode(file: string, id: string, children: readonly RunNode[]): GroupNode {
  const records = children.flatMap(({ shown }) => shown.run ?? []);
  const [first] = records;
  const done = records.filter(({ state }) => state === 'done').length;
  const best = bestOf(id, records);
  const time = new Date(first.createdAt).toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'short' });
  return {
    kind: 'group',
    // Copied runs are in the same group as the original ones.
    key: `${file} ${id}`,
    label: groupLabel(id, first, children.length),
    description: `${best !== undefined ? bestText(best) : doneText(done, children.length)} · ${time}`,
    children,
  };
}

/** The best model of a selection, or of a search, in which all have ended. */
function bestOf(group: string, records: readonly RunRecord[]): string | undefined {
  if (records.some(({ protocol }) => protocol !== 'cross-validation')) return undefined;
  if (!isTuning(group)) return finishedSelection(inOrder(records))?.standings[0].model;
  if (records.some(({ state }) => state !== 'done' && state !== 'failed')) return undefined;
  const tried = records.filter(({ state }) => state === 'done');
  return tried.sort((a, b) => (meanConfusionMse(a) ?? 1) - (meanConfusionMse(b) ?? 1))[0]?.model;
}

/** In the order in which they were named; runs of earlier versions, in which they were made. */
function inOrder(records: readonly RunRecord[]): readonly RunRecord[] {
  const place = ({ id, selection }: RunRecord): number => selection?.indexOf(id) ?? 0;
  return records.toSorted(
    (a, b) => place(a) - place(b) || a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id),
  );
}

function bestText(model: string): string {
  return l10n.t({ message: 'best {0}', args: [model], comment: '{0} = the best model of a selection' });
}

function doneText(done: number, count: number): string {
  return l10n.t({ message: '{0} of {1} done', args: [done, count], comment: 'Numbers of runs' });
}

function groupLabel(id: string, { protocol, model }: RunRecord, count: number): string {
  if (isTuning(id)) {
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
      (meanConfusionMse(a.run) ?? Number.POSITIVE_INFINITY) - (meanConfusionMse(b.run) ?? Number.POSITIVE_INFINITY) ||
      0,
    state: (a, b) => (a.run?.state ?? 'unreadable').localeCompare(b.run?.state ?? 'unreadable'),
  };
  return (a, b) => Number(b.marks.starred) - Number(a.marks.starred) || chosen[order](a, b) || newest(a, b);
}
