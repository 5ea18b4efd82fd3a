import type { RunRecord } from '../../src/protocol/run.ts';
import { countText, durationText } from '../components/number-text.ts';
import type { TextTable } from '../components/table-text.ts';
import type { ShownFit } from './run-model.ts';

/** Everything that is needed to make a run again, or to know how it was made: a row each, of what it is and its value. */
export function settingRows(run: RunRecord, fits: readonly ShownFit[]): [string, string][] {
  const { history, versions, owner } = run;
  return [
    ['run', run.id],
    ['model', run.model],
    ['protocol', run.protocol],
    ['state', run.state],
    ['seed', String(run.seed)],
    ['fits per target', String(run.fitsPerTarget)],
    ...(run.group === undefined ? [] : [['started with', run.group] as [string, string]]),
    ['experiment', run.experimentFile],
    ['history', history.file],
    ['history: SHA-256', history.sha256],
    ['history: bytes', countText(history.bytes)],
    ['history: tasks', countText(history.tasks)],
    ['history: error codes', countText(history.codes)],
    ['history: sites', countText(history.sites)],
    ['history: generated', history.synthetic ? 'yes' : 'no'],
    ['version', versions.oap],
    ['Node.js', versions.node],
    ['engine', enginesOf(run, fits)],
    ['git commit', run.gitCommit ?? 'not in a repository'],
    ['started', run.createdAt],
    ['ended', run.finishedAt ?? 'not yet'],
    ['took', run.seconds === undefined ? 'not known yet' : durationText(run.seconds)],
    ['machine', owner.host],
    ['process', String(owner.process)],
    ...run.targets.map(({ target, classes, counts }): [string, string] => [
      `target ${target}`,
      classes.map((name, c) => `${name} (${countText(counts[c])})`).join(', '),
    ]),
    ...run.targets.map(({ target }): [string, string] => [`seeds of ${target}`, seedsOf(fits, target)]),
    ...leaves('model', run.specification),
    ...leaves('experiment', run.experiment),
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
  return seeds.length === 0 ? 'no fit is complete' : seeds.join(', ');
}

/** The rows that have a text in them; all without one. */
export function settingsTable(rows: readonly [string, string][], text: string): TextTable {
  const part = text.trim().toLowerCase();
  return {
    columns: ['setting', 'value'],
    rows: rows.filter((cells) => cells.some((cell) => cell.toLowerCase().includes(part))),
  };
}

/** Every scalar under a value with its path, `training › batchSize`; lists of scalars are one. */
function leaves(path: string, value: unknown): [string, string][] {
  if (Array.isArray(value) && value.every(isScalar)) return [[path, value.map(String).join(', ')]];
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, inner]) => leaves(`${path} › ${name}`, inner));
  }
  return [[path, String(value)]];
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}
