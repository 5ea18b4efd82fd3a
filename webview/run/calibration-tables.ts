import * as l10n from '@vscode/l10n';
import type { CalibrationMethod, Reliability, TargetCalibration } from '../../src/protocol/calibration.ts';
import { countText } from '../components/number-text.ts';
import type { TextTable } from '../components/table-text.ts';

const methodText: Readonly<Record<CalibrationMethod, string>> = {
  none: l10n.t({ message: 'none', comment: ['no method of calibration'] }),
  temperature: l10n.t('temperature'),
  'bias-corrected-temperature': l10n.t('bias-corrected temperature'),
  isotonic: l10n.t('isotonic regression'),
  'bias-corrected-temperature+isotonic': l10n.t(
    'bias-corrected temperature, then isotonic regression of the confidence',
  ),
};

/** How the probabilities were calibrated, and on how many tasks. */
export function calibrationSentence({ method, methods, rows }: TargetCalibration): string {
  if (method === 'none') return l10n.t('The probabilities are as the model gives them.');
  const name = methodText[method];
  return methods?.some((one) => one !== method)
    ? l10n.t(
        'Calibrated by {0} (most trainings), on at least {1} tasks that did not train the model.',
        name,
        countText(rows),
      )
    : l10n.t('Calibrated by {0}, on {1} tasks that did not train the model.', name, countText(rows));
}

/** Of all three, lower is better. */
export function scoreTable({ method, raw, calibrated }: TargetCalibration): TextTable {
  const scores = [
    [l10n.t('expected calibration error'), 'ece'],
    [l10n.t('Brier score'), 'brier'],
    [l10n.t('log loss'), 'logLoss'],
  ] as const;
  const after = method === 'none' ? [] : [l10n.t('calibrated')];
  return {
    columns: [l10n.t('lower is better'), l10n.t('model'), ...after],
    rows: scores.map(([name, key]) => [name, raw[key].toFixed(3), ...after.map(() => calibrated[key].toFixed(3))]),
  };
}

/** A row for each range of confidence that tasks are in, before and after. */
export function reliabilityTable({ method, raw, calibrated }: TargetCalibration): TextTable {
  const sides: readonly [string, Reliability][] = [
    [l10n.t('model'), raw],
    ...(method === 'none' ? [] : [[l10n.t('calibrated'), calibrated] as [string, Reliability]]),
  ];
  return {
    columns: [l10n.t('probabilities'), l10n.t('mean confidence'), l10n.t('correct'), l10n.t('tasks')],
    rows: sides.flatMap(([name, { bins }]) =>
      bins.map(({ confidence, accuracy, count }) => [
        name,
        confidence.toFixed(3),
        accuracy.toFixed(3),
        countText(count),
      ]),
    ),
  };
}
