import * as l10n from '@vscode/l10n';
import type { PredictedTarget } from '../../protocol/prediction.ts';

export type Outcome = 'right' | 'wrong' | 'open';

/** Whether a prediction is the decision that the task has. */
export function outcomeOf({ recorded, classes, predicted }: PredictedTarget): Outcome {
  if (recorded === null) return 'open';
  return recorded === classes[predicted] ? 'right' : 'wrong';
}

export function isWrong(targets: readonly PredictedTarget[]): boolean {
  return targets.some((target) => outcomeOf(target) === 'wrong');
}

/**
 * A prediction in one line, with what the reader has to know of it: the run has learned from the task, or used it to choose
 * when to stop; else whether the policy says act or ask.
 */
export function markedLine(line: string, targets: readonly PredictedTarget[]): string {
  const mark = markOf(targets);
  return mark === '' ? line : l10n.t({ message: '{0} ({1})', args: [line, mark], comment: '{1} as: seen in training' });
}

/** Empty if there is nothing to know. */
export function markOf(targets: readonly PredictedTarget[]): string {
  if (targets.some(({ standing }) => standing === 'seen')) return l10n.t('seen in training');
  if (targets.some(({ standing }) => standing === 'watched')) return l10n.t('used to choose when to stop');
  const acts = policyDecision(targets);
  return acts === undefined ? '' : actText(acts);
}

/** Whether the policy lets all predictions of a task be acted on; undefined without a policy for them. */
export function policyDecision(targets: readonly PredictedTarget[]): boolean | undefined {
  return targets.length > 0 && targets.every(({ act }) => act !== undefined)
    ? targets.every(({ act }) => act === true)
    : undefined;
}

export function actText(acts: boolean): string {
  return acts
    ? l10n.t({ message: 'act', comment: 'A policy lets a recommendation be followed without asking' })
    : l10n.t({ message: 'ask', comment: 'A policy wants people to be asked about a recommendation' });
}

/** Two digits behind the point, but never 1 or 0 for what is neither. */
export function probabilityText(probability: number): string {
  if (probability > 0.99 && probability < 1) return '>0.99';
  if (probability < 0.01 && probability > 0) return '<0.01';
  return probability.toFixed(2);
}

/** Number of the most likely class, where that is not the recommended one. */
export function likelierClass({ probabilities, predicted }: PredictedTarget): number | undefined {
  const highest = Math.max(...probabilities);
  return highest > probabilities[predicted] ? probabilities.indexOf(highest) : undefined;
}

/**
 * Predictions in one line: `acdc 0.93 · 18k-20k 0.71 ✗`; ✗ = it is not the decision that the task has. Where nothing special is
 * to be done, and rightly so, the target is left out, unless that goes for all targets. A class whose name another target has,
 * too, is named with its target. A class that is more likely than the recommended one follows it in brackets.
 *
 * @param show makes names fit to be shown
 */
export function predictionLine(targets: readonly PredictedTarget[], show: (name: string) => string): string {
  const telling = targets.filter((target) => {
    const { classes, predicted, default: usual } = target;
    return classes[predicted] !== usual || outcomeOf(target) === 'wrong';
  });
  return (telling.length > 0 ? telling : targets.slice(0, 1))
    .map((target) => {
      const { classes, predicted, probabilities } = target;
      const name = classes[predicted];
      const shared = targets.some((other) => other !== target && other.classes.includes(name));
      const sign = outcomeOf(target) === 'wrong' ? ' ✗' : '';
      const likelier = likelierClass(target);
      const other =
        likelier === undefined ? '' : ` (${show(classes[likelier])} ${probabilityText(probabilities[likelier])})`;
      return `${shared ? `${show(target.target)} ` : ''}${show(name)} ${probabilityText(probabilities[predicted])}${other}${sign}`;
    })
    .join(' · ');
}

/** The same as sentences, for those who hear them. */
export function spokenPrediction(name: string, targets: readonly PredictedTarget[]): string {
  const parts = targets.map((target) => {
    const { classes, predicted, probabilities, recorded } = target;
    const said = [target.target, classes[predicted], probabilityText(probabilities[predicted])];
    if (recorded === null) return l10n.t('{0} {1}, probability {2}, no decision recorded', ...said);
    return outcomeOf(target) === 'right'
      ? l10n.t('{0} {1}, probability {2}, recorded {3}, correct', ...said, recorded)
      : l10n.t('{0} {1}, probability {2}, recorded {3}, incorrect', ...said, recorded);
  });
  return l10n.t('Prediction for {0}: {1}', name, parts.join('; '));
}
