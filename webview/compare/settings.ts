import * as l10n from '@vscode/l10n';
import type { RunRecord } from '../../src/protocol/run.ts';
import type { TextTable } from '../components/table-text.ts';
import type { NamedRun } from './compare-model.ts';

const missing = '–';

/** What the runs were made with: one row a run, one column a setting; only the settings that differ, or all. */
export function settingsTable(runs: readonly NamedRun[], differencesOnly: boolean): TextTable {
  const settings = runs.map(({ run }) => settingsOf(run));
  const names = [...new Set(settings.flatMap((one) => [...one.keys()]))];
  const differs = (name: string): boolean => new Set(settings.map((one) => one.get(name))).size > 1;
  const isGroup = (name: string): boolean => !differs(name) && names.some((other) => other.startsWith(`${name}.`));
  const shown = names.filter((name) => !isGroup(name) && (!differencesOnly || differs(name)));
  return {
    columns: [l10n.t({ message: 'run', comment: ['noun: training run'] }), ...shown],
    rows: runs.map(({ name }, i) => [name, ...shown.map((setting) => settings[i].get(setting) ?? missing)]),
  };
}

/** Setting → value as text; nested ones by their path. A Map, because names come from data. */
export function settingsOf(run: RunRecord): Map<string, string> {
  const { history, versions } = run;
  const known: [string, unknown][] = [
    [l10n.t('protocol'), run.protocol],
    [l10n.t('trainings per target'), run.fitsPerTarget],
    [l10n.t('seed'), run.seed],
    [l10n.t('targets'), run.targets.map(({ target }) => target).join(', ')],
    [l10n.t('history'), history.file],
    [l10n.t('history SHA-256'), history.sha256.slice(0, 12)],
    [l10n.t('experiment'), run.experimentFile],
    [l10n.t('engine'), versions.engine],
    ['oap', versions.oap],
    [l10n.t('git commit'), run.gitCommit?.slice(0, 12)],
  ];
  // The model's own settings are listed without their group.
  const specification = flatten(run.specification, '').filter(([name]) => name !== 'name' && name !== 'settings');
  return new Map(
    [...specification, ...known].flatMap(([name, value]) =>
      value === undefined ? [] : [[name.replace(/^settings\./, ''), valueText(value)] as const],
    ),
  );
}

/** Values by their paths. A group of settings is `yes` itself: it may be off (`false`) in another run. */
function flatten(value: unknown, path: string): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[path, value]];
  const inner = Object.entries(value).flatMap(([name, one]) => flatten(one, path === '' ? name : `${path}.${name}`));
  return path === '' ? inner : [[path, true], ...inner];
}

function valueText(value: unknown): string {
  if (value === true) return l10n.t('yes');
  if (value === false) return l10n.t('no');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
