import type { TaskDecision } from '../execution/apply-policy.ts';
import type { TargetPrediction, TaskPredictions } from '../execution/predict-tasks.ts';
import { csvLine } from '../protocol/csv.ts';
import { printable } from './terminal.ts';

/** What is printed of a task's predictions: a document for each task, or lines for each of its targets. */
export function predictionDocument(
  { task, predictions }: TaskPredictions,
  decided: TaskDecision | undefined,
  explain: boolean,
): object {
  return {
    task,
    predictions: new Map(predictions.map((one, i) => [one.target, targetDocument(one, decided?.targets[i])])),
    ...(decided && { decision: decided.decision }),
    ...(decided?.decision === 'ask' && { reasons: decided.reasons }),
    ...(explain && { explanation: new Map(predictions.map(explanationOf)) }),
  };
}

function targetDocument(
  { classes, probabilities, raw, recommended }: TargetPrediction,
  decision: string | undefined,
): object {
  const shares = (values: Float64Array) => new Map(classes.map((name, i) => [name, sevenDigits(values[i])]));
  return {
    class: classes[recommended],
    confidence: sevenDigits(probabilities[recommended]),
    probabilities: shares(probabilities),
    raw: shares(raw),
    ...(decision !== undefined && { decision }),
  };
}

/** The names of the columns, as a line. */
export function csvHeader(withDecision: boolean): string {
  return csvLine(['task', 'target', 'class', 'confidence', ...(withDecision ? ['decision', 'reasons'] : [])]);
}

/** A line for each target of a task; its last columns are the task's. */
export function csvLines({ task, predictions }: TaskPredictions, decided: TaskDecision | undefined): string {
  return predictions
    .map(({ target, classes, probabilities, recommended }, i) => {
      const confidence = String(sevenDigits(probabilities[recommended]));
      const decision = decided ? [decided.targets[i], decided.reasons.join('; ')] : [];
      return csvLine([task, target, classes[recommended], confidence, ...decision].map(printable));
    })
    .join('');
}

/** The explanation without its target's name, which is its key. */
function explanationOf({ target, explanation }: TargetPrediction): [string, object | null] {
  if (!explanation) return [target, null];
  const { target: _, base, value, cells, rest, attention, ...others } = explanation;
  return [
    target,
    {
      ...others,
      base: sevenDigits(base),
      value: sevenDigits(value),
      cells: cells.map(({ contribution, ...cell }) => ({ ...cell, contribution: sevenDigits(contribution) })),
      rest: sevenDigits(rest),
      attention: attention && {
        codes: attention.codes.map(({ code, weight }) => ({ code, weight: sevenDigits(weight) })),
        sites: attention.sites.map(({ weight, ...site }) => ({ ...site, weight: sevenDigits(weight) })),
      },
    },
  ];
}

/** Those that float32 has. */
function sevenDigits(value: number): number {
  return Number(value.toPrecision(7));
}
