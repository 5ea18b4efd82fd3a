import type { CellDriver, CodeDriver, Drivers, SiteDriver } from '../../src/protocol/drivers.ts';
import type { Bar } from '../components/bar.ts';
import { countOf, countText, scoreText, signedText } from '../components/number-text.ts';

/** What the lists of drivers have in common: the columns behind the name. */
export interface DriverColumns {
  readonly columns: readonly string[];
  texts(driver: CodeDriver | SiteDriver | CellDriver): string[];
}

/** @param withAttention whether the drivers have weights of attention */
export function driverColumns({ method }: Drivers, withAttention: boolean): DriverColumns {
  const trees = method === 'tree-shap';
  return {
    columns: [
      'mean with it',
      ...(trees ? ['mean without it'] : []),
      'mean absolute',
      ...(withAttention ? ['attention'] : []),
      'tasks',
    ],
    texts: (driver) => [
      meanText(driver.present),
      ...(trees ? [meanText(driver.absent)] : []),
      driver.strength.toFixed(3),
      ...(withAttention ? [shareText('attention' in driver ? driver.attention : null)] : []),
      countText(driver.tasks),
    ],
  };
}

export function codeRows(codes: readonly CodeDriver[], { texts }: DriverColumns): Bar[] {
  return codes.map((driver) => ({
    name: driver.code,
    ...(driver.title !== '' && { title: driver.title }),
    value: signedStrength(driver),
    texts: texts(driver),
  }));
}

export function siteRows(sites: readonly SiteDriver[], { texts }: DriverColumns): Bar[] {
  return sites.map((driver) => ({
    name: siteName(driver),
    value: signedStrength(driver),
    texts: texts(driver),
  }));
}

export function cellRows(cells: readonly CellDriver[], { texts }: DriverColumns): Bar[] {
  return cells.map((driver) => ({
    name: `${driver.code} at ${siteName(driver)}`,
    ...(driver.title !== '' && { title: driver.title }),
    value: signedStrength(driver),
    texts: texts(driver),
  }));
}

export function hasAttention({ codes, sites }: Drivers): boolean {
  return [...codes, ...sites].some(({ attention }) => attention !== null);
}

/** What the lists are of. */
export function driversSentence(drivers: Drivers, name: string, scope: 'all' | 'predicted'): string {
  const { tasks, of, missing, base, value, method } = drivers;
  const there = of - missing;
  const which = scope === 'all' ? 'evaluated tasks' : `evaluated tasks that were given ${name}`;
  const how =
    tasks < there
      ? `${countText(tasks)} of ${countText(there)} ${which}, evenly picked`
      : `${countText(tasks)} ${which}`;
  const start = method === 'tree-shap' ? 'the mean of the training tasks' : 'that of a task without errors';
  return `Over ${how}: on average the score of ${name} goes from ${scoreText(base)}, ${start}, to ${scoreText(value)}.`;
}

/** What is not there; empty if all is. */
export function missingSentence({ missing }: Drivers): string {
  if (missing === 0) return '';
  return `The history does not have ${countOf(missing, 'of the evaluated tasks', 'of the evaluated tasks')} any more: left out.`;
}

/** Its length is how strong the driver is, its side whether having it speaks for the class. */
function signedStrength({ present, absent, strength }: CodeDriver | SiteDriver | CellDriver): number {
  // What no task has speaks by being absent.
  return (present ?? -(absent ?? 0)) < 0 ? -strength : strength;
}

function siteName({ site, good }: Pick<SiteDriver, 'site' | 'good'>): string {
  return good === null ? site : `${site} (${good ? 'good' : 'bad'})`;
}

function meanText(mean: number | null): string {
  return mean === null ? '–' : signedText(mean, 3);
}

function shareText(share: number | null): string {
  return share === null ? '–' : `${(100 * share).toFixed(1)} %`;
}
