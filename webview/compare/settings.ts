import type { RunRecord } from '../../src/protocol/run.ts';
import type { TextTable } from '../components/table-text.ts';
import type { ShownRun } from './compare-model.ts';

const missing = '–';

/** What the runs were made with: one row a run, one column a setting; only the settings that differ, or all. */
export function settingsTable(runs: readonly ShownRun[], differencesOnly: boolean): TextTable {
  const settings = runs.map(({ run }) => settingsOf(run));
  const names = [...new Set(settings.flatMap((one) => [...one.keys()]))];
  const differs = (name: string): boolean => new Set(settings.map((one) => one.get(name))).size > 1;
  const isGroup = (name: string): boolean => !differs(name) && names.some((other) => other.startsWith(`${name}.`));
  const shown = names.filter((name) => !isGroup(name) && (!differencesOnly || differs(name)));
  return {
    columns: ['run', ...shown],
    rows: runs.map(({ name }, i) => [name, ...shown.map((setting) => settings[i].get(setting) ?? missing)]),
  };
}

/** Setting → value as text; nested ones by their path. A Map, because names come from data. */
export function settingsOf(run: RunRecord): Map<string, string> {
  const { history, versions } = run;
  const known: [string, unknown][] = [
    ['protocol', run.protocol],
    ['fits per target', run.fitsPerTarget],
    ['seed', run.seed],
    ['targets', run.targets.map(({ target }) => target).join(', ')],
    ['history', history.file],
    ['history SHA-256', history.sha256.slice(0, 12)],
    ['experiment', run.experimentFile],
    ['engine', versions.engine],
    ['oap', versions.oap],
    ['git commit', run.gitCommit?.slice(0, 12)],
  ];
  const specification = flatten(run.specification, '').filter(([name]) => name !== 'name');
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
  if (value === true) return 'yes';
  if (value === false) return 'no';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
