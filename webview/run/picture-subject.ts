import * as l10n from '@vscode/l10n';
import type { RunRecord } from '../../src/protocol/run.ts';
import { fitsText, tasksText } from '../components/count-text.ts';
import type { PictureSubject } from '../picture/request.ts';

/**
 * What a saved chart of a run is of.
 *
 * @param target null where the chart is of all
 * @param fit    index of the fit; null = all
 */
export function runSubject(run: RunRecord, target: string | null, fit: number | null): PictureSubject {
  const { id, model, protocol, fitsPerTarget, history } = run;
  const one = fit === null ? [] : [`fit ${fit + 1}`];
  const fits = fit === null ? fitsText(fitsPerTarget) : l10n.t('training {0} of {1}', fit + 1, fitsPerTarget);
  return {
    lines: [
      [model, protocol, ...(target === null ? [] : [target]), fits].join(' · '),
      [
        l10n.t({ message: 'run {0}', args: [id], comment: ['noun: training run, with its name'] }),
        `${history.file}, ${tasksText(history.tasks)}`,
        ...(history.synthetic ? [l10n.t('synthetic data')] : []),
      ].join(' · '),
    ],
    parts: [id, ...(target === null ? [] : [target]), ...one],
  };
}
