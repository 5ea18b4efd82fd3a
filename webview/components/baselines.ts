import * as l10n from '@vscode/l10n';
import type { BaselineScores, TargetSummary } from '../../src/protocol/run.ts';
import type { Reference } from './curve.ts';

/** What needs no model, as results of a target. */
export interface Baseline {
  readonly name: string;
  readonly summary: BaselineScores & { readonly fits: number };
}

/** The baselines of a target: always the most frequent class, and as last time. None where a fit has none. */
export function baselinesOf({ baselines, fits }: Pick<TargetSummary, 'baselines' | 'fits'>): Baseline[] {
  if (!baselines) return [];
  const { mostFrequent, sameWorkflow } = baselines;
  return [
    { name: l10n.t('always {0}', mostFrequent.class), summary: { ...mostFrequent, fits } },
    { name: l10n.t('as last time'), summary: { ...sameWorkflow, fits } },
  ];
}

/** The confusion MSE of always choosing the most frequent class, which curves should get below. */
export function referenceOf(summary: Pick<TargetSummary, 'baselines' | 'fits'> | null): Reference | null {
  const [always] = summary ? baselinesOf(summary) : [];
  return always ? { value: always.summary.confusionMse.mean, text: always.name } : null;
}
