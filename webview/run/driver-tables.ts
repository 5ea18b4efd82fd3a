import * as l10n from '@vscode/l10n';
import type { CellDriver, CodeDriver, Drivers, SiteDriver } from '../../src/protocol/drivers.ts';
import type { Bar } from '../components/bar.ts';
import { countText, scoreText, signedText } from '../components/number-text.ts';
import { codeAtSiteText, siteText } from './site-text.ts';

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
      l10n.t('mean with it'),
      ...(trees ? [l10n.t('mean without it')] : []),
      l10n.t('mean absolute'),
      ...(withAttention ? [l10n.t('attention')] : []),
      l10n.t('tasks'),
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
    name: siteText(driver.site, driver.good),
    value: signedStrength(driver),
    texts: texts(driver),
  }));
}

export function cellRows(cells: readonly CellDriver[], { texts }: DriverColumns): Bar[] {
  return cells.map((driver) => ({
    name: codeAtSiteText(driver.code, siteText(driver.site, driver.good)),
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
  const { base, value, method } = drivers;
  const parts = {
    tasks: explainedTasksText(drivers, name, scope),
    class: name,
    base: scoreText(base),
    score: scoreText(value),
  };
  return method === 'tree-shap'
    ? l10n.t(
        'Over {tasks}: on average the score of {class} goes from {base}, the mean of the training tasks, to {score}.',
        parts,
      )
    : l10n.t(
        'Over {tasks}: on average the score of {class} goes from {base}, that of a task without errors, to {score}.',
        parts,
      );
}

function explainedTasksText({ tasks, of, missing }: Drivers, name: string, scope: 'all' | 'predicted'): string {
  const [explained, all] = [countText(tasks), countText(of - missing)];
  if (tasks < of - missing) {
    return scope === 'all'
      ? l10n.t('{0} of {1} evaluated tasks, evenly picked', explained, all)
      : l10n.t('{0} of {1} evaluated tasks that were given {2}, evenly picked', explained, all, name);
  }
  return scope === 'all'
    ? l10n.t('{0} evaluated tasks', explained)
    : l10n.t('{0} evaluated tasks that were given {1}', explained, name);
}

/** What is missing; empty if nothing is. */
export function missingSentence({ missing }: Drivers): string {
  if (missing === 0) return '';
  return l10n.t('The history no longer has {0} of the evaluated tasks: left out.', countText(missing));
}

/** Its length is how strong the driver is, its side whether having it pushes towards the class. */
function signedStrength({ present, absent, strength }: CodeDriver | SiteDriver | CellDriver): number {
  // What no task has speaks by being absent.
  return (present ?? -(absent ?? 0)) < 0 ? -strength : strength;
}

function meanText(mean: number | null): string {
  return mean === null ? '–' : signedText(mean, 3);
}

function shareText(share: number | null): string {
  return share === null ? '–' : `${(100 * share).toFixed(1)} %`;
}
