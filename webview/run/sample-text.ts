import type { TaskErrors } from '../../src/protocol/run-panel.ts';
import type { TextTable } from '../components/table-text.ts';
import type { SampleTable } from './sample-table.ts';

/** Samples in the order in which they are listed, with the probabilities of all classes. @param rows their numbers */
export function samplesText(table: SampleTable, rows: Int32Array, withFit: boolean): TextTable {
  const { names, task, fit, classes, truth, predicted, probabilities, margin } = table;
  return {
    columns: [
      'task',
      ...(withFit ? ['fit'] : []),
      'truth',
      'prediction',
      ...classes.map((name) => `probability of ${name}`),
      'right',
      'margin',
    ],
    rows: Array.from(rows, (row) => [
      names[task[row]],
      ...(withFit ? [String(fit[row] + 1)] : []),
      classes[truth[row]],
      classes[predicted[row]],
      ...classes.map((_, c) => String(Number(probabilities[row * classes.length + c].toPrecision(7)))),
      truth[row] === predicted[row] ? 'yes' : 'no',
      margin[row].toFixed(3),
    ]),
  };
}

/** A task's errors, all codes and sites as the history has them. */
export function errorsText({ codes, sites, counts }: TaskErrors): TextTable {
  return {
    columns: ['error code', 'meaning', ...sites.map(({ site, good }) => `${site} (${good ? 'good' : 'bad'})`)],
    rows: codes.map(({ code, title }, c) => [code, title, ...counts[c].map(String)]),
  };
}
