import * as l10n from '@vscode/l10n';
import { orderedExperiment } from '../../src/protocol/ordered-experiment.ts';
import type { RunRecord } from '../../src/protocol/run.ts';
import { countText, durationText } from '../components/number-text.ts';
import type { TextTable } from '../components/table-text.ts';
import type { ShownFit } from './run-model.ts';

/** Everything that is needed to make a run again, or to know how it was made: a row each, of what it is and its value. */
export function settingRows(run: RunRecord, fits: readonly ShownFit[]): [string, string][] {
  const { history, versions, owner } = run;
  return [
    [l10n.t({ message: 'run', comment: ['noun: training run'] }), run.id],
    [l10n.t('model'), run.model],
    [l10n.t('protocol'), run.protocol],
    [l10n.t('state'), run.state],
    [l10n.t('seed'), String(run.seed)],
    [l10n.t('trainings per target'), String(run.fitsPerTarget)],
    ...(run.group === undefined ? [] : [[l10n.t('started with'), run.group] as [string, string]]),
    [l10n.t('experiment'), run.experimentFile],
    [l10n.t('history'), history.file],
    [l10n.t('history: SHA-256'), history.sha256],
    [l10n.t('history: bytes'), countText(history.bytes)],
    [l10n.t('history: tasks'), countText(history.tasks)],
    [l10n.t('history: error codes'), countText(history.codes)],
    [l10n.t('history: sites'), countText(history.sites)],
    [l10n.t('history: generated'), history.synthetic ? l10n.t('yes') : l10n.t('no')],
    [l10n.t('version'), versions.oap],
    ['Node.js', versions.node],
    [l10n.t('engine'), enginesOf(run, fits)],
    [l10n.t('git commit'), run.gitCommit ?? l10n.t('not in a repository')],
    [l10n.t({ message: 'started', comment: ['when a run was started'] }), run.createdAt],
    [l10n.t({ message: 'ended', comment: ['when a run ended'] }), run.finishedAt ?? l10n.t('not yet')],
    [l10n.t('took'), run.seconds === undefined ? l10n.t('not known yet') : durationText(run.seconds)],
    [l10n.t('machine'), owner.host],
    [l10n.t('process'), String(owner.process)],
    ...run.targets.map(({ target, classes, counts }): [string, string] => [
      l10n.t('target {0}', target),
      classes.map((name, c) => `${name} (${countText(counts[c])})`).join(', '),
    ]),
    ...run.targets.map(({ target }): [string, string] => [l10n.t('seeds of {0}', target), seedsOf(fits, target)]),
    ...leaves(l10n.t('model'), run.specification),
    ...leaves(l10n.t('experiment'), orderedExperiment(run)),
  ];
}

/** What trained the fits, which may differ where TensorFlow's native library failed. */
function enginesOf({ versions }: RunRecord, fits: readonly ShownFit[]): string {
  const engines = new Set(fits.flatMap(({ record }) => record?.engine ?? []));
  return engines.size === 0 ? versions.engine : [...engines].join(', ');
}

/** Seeds of a target's complete fits. */
function seedsOf(fits: readonly ShownFit[], target: string): string {
  const seeds = fits.flatMap((fit) => (fit.target === target && fit.record ? [fit.record.seed] : []));
  return seeds.length === 0 ? l10n.t('no training is complete') : seeds.join(', ');
}

/** The rows that have a text in them; all without one. */
export function settingsTable(rows: readonly [string, string][], text: string): TextTable {
  const part = text.trim().toLowerCase();
  return {
    columns: [l10n.t('setting'), l10n.t('value')],
    rows: rows.filter((cells) => cells.some((cell) => cell.toLowerCase().includes(part))),
  };
}

/** Every scalar under a value with its path, `training › batchSize`; lists of scalars are one. */
function leaves(path: string, value: unknown): [string, string][] {
  if (Array.isArray(value) && value.every(isScalar)) return [[path, value.map(String).join(', ')]];
  if (typeof value === 'object' && value !== null) {
    const members: readonly [unknown, unknown][] = value instanceof Map ? [...value] : Object.entries(value);
    return members.flatMap(([name, inner]) => leaves(`${path} › ${name}`, inner));
  }
  return [[path, String(value)]];
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}
