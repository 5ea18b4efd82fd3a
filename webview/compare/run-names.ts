import type { ComparedRun } from '../../src/protocol/compare-panel.ts';

/**
 * What each run is called here, no two alike: its name; where several have it, with the protocol if that tells them apart,
 * else with the time at which they began, else with a number.
 */
export function runNames(runs: readonly ComparedRun[]): string[] {
  const additions = [protocolOf, timeOf, (run: ComparedRun): string => `#${runs.indexOf(run) + 1}`];
  return runs.map((run) => {
    const alike = runs.filter(({ name }) => name === run.name);
    if (alike.length === 1) return run.name;
    const telling = additions.find((addition) => new Set(alike.map(addition)).size === alike.length);
    return `${run.name} · ${telling?.(run)}`;
  });
}

function protocolOf({ run }: ComparedRun): string {
  return run?.protocol ?? 'unreadable';
}

function timeOf({ run }: ComparedRun): string {
  if (run === null) return 'unreadable';
  return new Date(run.createdAt).toLocaleString('en-GB', { dateStyle: 'short', timeStyle: 'medium' }).replace(',', '');
}
