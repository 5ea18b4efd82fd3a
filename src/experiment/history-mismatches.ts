import { studyTargets } from '../dataset/study-targets.ts';
import type { Experiment } from './definition.ts';
import { nearestName, replacing } from './field-names.ts';
import type { Range } from './positions.ts';
import type { HistoryFacts } from './proposals.ts';
import type { ExperimentProblem, ExperimentReading } from './read-experiment.ts';

/** Something in an experiment that its history lacks, and whether it prevents training. */
export interface HistoryProblem extends ExperimentProblem {
  readonly severity: 'error' | 'information';
}

/** Parameters that no task has, and raw values of classes that no task has, each with its place. */
export function historyProblems(
  experiment: Experiment,
  reading: ExperimentReading,
  history: HistoryFacts,
): HistoryProblem[] {
  return [...targetProblems(experiment, reading, history), ...orderProblems(experiment, reading, history)];
}

/** Only that the parameter exists: training checks the values of all tasks. */
function orderProblems(
  { split: { order } }: Experiment,
  { locate }: ExperimentReading,
  { parameters }: HistoryFacts,
): HistoryProblem[] {
  if (order === undefined || parameters.includes(order)) return [];
  return [missingParameter(order, parameters, locate(['split', 'order']))];
}

function missingParameter(name: string, parameters: readonly string[], place: Range): HistoryProblem {
  const message = `no task of the history has the parameter "${name}", ${expectation(name, parameters)}`;
  return { ...place, message, severity: 'error', ...replacing(nearestName(name, parameters)) };
}

function targetProblems(
  experiment: Experiment,
  { locate, locateName }: ExperimentReading,
  history: HistoryFacts,
): HistoryProblem[] {
  const { parameters } = history;
  if (experiment.targets === undefined) {
    if ([...studyTargets.keys()].some((name) => parameters.includes(name))) return [];
    const message = `the history has none of the parameters ${quoted([...studyTargets.keys()])}: name the "targets" to predict${parameters.length > 0 ? `, such as ${quoted(parameters)}` : ''}`;
    return [{ ...locate(['history']), message, severity: 'error' }];
  }
  return [...experiment.targets].flatMap(([name, { classes }]): HistoryProblem[] => {
    if (!parameters.includes(name)) {
      return [missingParameter(name, parameters, locateName(['targets', name]))];
    }
    const rawValues = history.targets.find((one) => one.name === name)?.rawValues.map((one) => one.name);
    // Values are listed only for parameters that have few.
    if (rawValues === undefined) return [];
    return [...(classes ?? [])].flatMap(([className, values]) =>
      values.flatMap((value, i): HistoryProblem[] => {
        if (rawValues.includes(value)) return [];
        // A number similar to another one is hardly a misspelling.
        const near = Number.isNaN(Number(value)) ? replacing(nearestName(value, rawValues)) : {};
        const asked = near.replacement === undefined ? '' : `, did you mean ${near.replacement}?`;
        const message = `no task of the history has the value "${value}" of ${name}${asked}`;
        const place = locate(['targets', name, 'classes', className, i]);
        return [{ ...place, message, severity: 'information', ...near }];
      }),
    );
  });
}

/** Maximum number of expected names in a message. */
const maxListed = 12;

function expectation(written: string, names: readonly string[]): string {
  const nearest = nearestName(written, names);
  return nearest === undefined ? `expected one of: ${quoted(names)}` : `did you mean "${nearest}"?`;
}

function quoted(names: readonly string[]): string {
  if (names.length === 0) return '(it has none)';
  const listed = names.slice(0, maxListed).map((name) => JSON.stringify(name));
  return `${listed.join(', ')}${names.length > maxListed ? '…' : ''}`;
}
