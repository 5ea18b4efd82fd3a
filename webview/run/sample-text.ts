import * as l10n from '@vscode/l10n';
import type { TaskErrors } from '../../src/protocol/run-panel.ts';
import type { TextTable } from '../components/table-text.ts';
import type { SampleTable } from './sample-table.ts';
import { siteText } from './site-text.ts';

/** Samples in the order in which they are listed, with the probabilities of all classes. @param rows their numbers */
export function samplesText(table: SampleTable, rows: Int32Array, withFit: boolean): TextTable {
  const { names, task, fit, classes, truth, predicted, probabilities, margin } = table;
  return {
    columns: [
      l10n.t('task'),
      ...(withFit ? [l10n.t('training')] : []),
      l10n.t('truth'),
      l10n.t('prediction'),
      ...classes.map((name) => l10n.t('probability of {0}', name)),
      l10n.t({ message: 'correct', comment: ['of a prediction'] }),
      l10n.t('margin'),
    ],
    names: withFit ? [2, 3] : [1, 2],
    rows: Array.from(rows, (row) => [
      names[task[row]],
      ...(withFit ? [String(fit[row] + 1)] : []),
      classes[truth[row]],
      classes[predicted[row]],
      ...classes.map((_, c) => String(Number(probabilities[row * classes.length + c].toPrecision(7)))),
      truth[row] === predicted[row] ? l10n.t('yes') : l10n.t('no'),
      margin[row].toFixed(3),
    ]),
  };
}

/** A task's errors, all codes and sites as the history has them. */
export function errorsText({ codes, sites, counts }: TaskErrors): TextTable {
  return {
    columns: [l10n.t('error code'), l10n.t('meaning'), ...sites.map(({ site, good }) => siteText(site, good))],
    rows: codes.map(({ code, title }, c) => [code, title, ...counts[c].map(String)]),
    names: [1],
  };
}
