import * as l10n from '@vscode/l10n';
import type { ComparedRun } from '../../src/protocol/compare-panel.ts';

const unreadable = l10n.t({ message: 'unreadable', comment: ['a run that cannot be read'] });

/** Characters of a name that are shown: it appears in many places. */
const maxNameLength = 60;

/**
 * What each run is called here, no two alike: its name, cut short; where several have it, with the protocol if that distinguishes them,
 * else with the time at which they began, else with a number.
 */
export function runNames(runs: readonly ComparedRun[]): string[] {
  const additions = [protocolOf, timeOf, (run: ComparedRun): string => `#${runs.indexOf(run) + 1}`];
  const names = runs.map(({ name }) => shortName(name));
  return runs.map((run, i) => {
    const alike = runs.filter((_, other) => names[other] === names[i]);
    if (alike.length === 1) return names[i];
    const telling = additions.find((addition) => new Set(alike.map(addition)).size === alike.length);
    return `${names[i]} · ${telling?.(run)}`;
  });
}

function shortName(name: string): string {
  const characters = [...name.slice(0, 2 * maxNameLength)];
  return name.length > maxNameLength ? `${characters.slice(0, maxNameLength - 1).join('')}…` : name;
}

function protocolOf({ run }: ComparedRun): string {
  return run?.protocol ?? unreadable;
}

function timeOf({ run }: ComparedRun): string {
  if (run === null) return unreadable;
  return new Date(run.createdAt).toLocaleString('en-GB', { dateStyle: 'short', timeStyle: 'medium' }).replace(',', '');
}
