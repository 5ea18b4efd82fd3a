import * as l10n from '@vscode/l10n';
import { percentText } from '../../src/measures/percent-text.ts';
import type { Policy, PolicyCheck, PolicyDetails, RiskPoint } from '../../src/protocol/policy.ts';
import { countText } from '../components/number-text.ts';
import type { RatePoint } from '../components/rate-points.ts';
import type { TextTable } from '../components/table-text.ts';

/** A row for each target, and one for tasks of which all targets may act. */
export function policyTable({ targets, together }: Policy, order: readonly string[]): TextTable {
  const rows = order
    .filter((name) => Object.hasOwn(targets, name))
    .map((name) => {
      const { threshold, checked } = targets[name];
      const from = threshold === null ? l10n.t('never: always ask') : threshold.toFixed(4);
      return [name, from, ...checkCells(checked)];
    });
  return {
    columns: [
      l10n.t('target'),
      l10n.t('act from confidence'),
      l10n.t('acted on'),
      l10n.t('tasks'),
      l10n.t('error'),
      l10n.t('error at most'),
    ],
    rows: [...rows, [l10n.t('all targets together'), '', ...checkCells(together.checked)]],
  };
}

function checkCells({ acted, tasks, share, shareLow, shareHigh, error, errorUpper }: PolicyCheck): string[] {
  const between =
    acted === 0 || shareLow === null || shareHigh === null
      ? ''
      : ` (${percentText(shareLow)} – ${percentText(shareHigh)})`;
  return [
    `${percentText(share)}${between}`,
    l10n.t('{0} of {1}', countText(acted), countText(tasks)),
    error === null ? '–' : percentText(error),
    errorUpper === null ? '–' : percentText(errorUpper),
  ];
}

/** How the numbers came about. */
export function policyNote({ maxError, confidence, targets }: Policy): string {
  const [first] = Object.values(targets);
  const sides = first
    ? l10n.t(
        'Thresholds chosen on {0} workflows; the numbers are measured on the {1} others.',
        countText(first.chosenOn.workflows),
        countText(first.checked.workflows),
      )
    : '';
  return [
    l10n.t(
      'With a confidence of {0}, at most {1} of the tasks that are acted on are wrong (mean over workflows).',
      percentText(confidence),
      percentText(maxError),
    ),
    sides,
  ].join(' ');
}

/** Where a policy is on a target's curve; null if nothing is acted on. */
export function actedPoint({ targets }: Policy, target: string): RatePoint | null {
  const checked = Object.hasOwn(targets, target) ? targets[target].checked : null;
  return checked && checked.error !== null ? { x: checked.share, y: checked.error } : null;
}

/** Where the axis of errors ends: a round number above all. */
export function riskMost(points: readonly RiskPoint[]): number {
  const most = Math.max(0, ...points.map(({ errorUpper }) => errorUpper));
  return Math.min(1, Math.max(0.1, Math.ceil(10 * most) / 10));
}

export function riskTable({ curves }: PolicyDetails): TextTable {
  return {
    columns: [
      l10n.t('target'),
      l10n.t('acted on'),
      l10n.t('act from confidence'),
      l10n.t('error'),
      l10n.t('error at most'),
    ],
    rows: curves.flatMap(({ target, points }) =>
      points.map(({ share, threshold, error, errorUpper }) => [
        target,
        percentText(share),
        threshold.toFixed(4),
        percentText(error),
        percentText(errorUpper),
      ]),
    ),
  };
}

/** Recommendations of each class, and how many of them people are asked about. */
export function classesTable({ classes }: PolicyDetails): TextTable {
  return {
    columns: [l10n.t('target'), l10n.t('recommended'), l10n.t('tasks'), l10n.t('left to people')],
    rows: classes.map(({ target, class: name, tasks, asked }) => [
      target,
      name,
      countText(tasks),
      l10n.t('{0} ({1})', countText(asked), percentText(asked / tasks)),
    ]),
    names: [1],
  };
}

/** What wrong recommendations cost; people's decisions cost nothing. */
export function costsTable(costs: NonNullable<PolicyDetails['costs']>): TextTable {
  return {
    columns: [l10n.t('target'), l10n.t('with this policy'), l10n.t('always acting')],
    rows: costs.map(({ target, policy, always }) => [target, policy.toFixed(4), always.toFixed(4)]),
  };
}

export function codesTable({ codes, curves }: PolicyDetails): TextTable {
  return {
    columns: [l10n.t('error code'), l10n.t('tasks'), ...curves.map(({ target }) => target)],
    rows: codes.map(({ code, title, tasks, asked }) => [
      title === '' ? code : `${code} ${title}`,
      countText(tasks),
      ...asked.map((count) => percentText(count / tasks)),
    ]),
  };
}
