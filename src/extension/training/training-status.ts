import * as l10n from '@vscode/l10n';
import { roughDuration } from '../../measures/time-left.ts';
import type { TimeLeft } from '../../protocol/run-panel.ts';

/** How far a training is: of a model, of several, or a search. */
export interface TrainingProgress {
  /** Complete and in all; both 0 before they are known. */
  readonly done: number;
  readonly total: number;
  readonly left: TimeLeft | undefined;
  /** Where in a search it is; undefined if it is none. */
  readonly call?: { readonly number: number; readonly of: number } | undefined;
  /** What happens right now, in a line. */
  readonly now: string;
}

/** Where the status is shown: VS Code's status bar item. */
export interface StatusPlace {
  text: string;
  tooltip: unknown;
  show(): void;
  hide(): void;
}

/** A training, from reading the history to its last run. */
export interface Training {
  readonly cancel: () => void;
}

/** The trainings of the window: says how far all of them are, in the status bar, as long as there is one. */
export class TrainingStatus {
  readonly #place: StatusPlace;
  readonly #trainings = new Map<Training, TrainingProgress>();

  constructor(place: StatusPlace) {
    this.#place = place;
  }

  /** Cancels all trainings. @returns false if there is none */
  cancel(): boolean {
    const all = [...this.#trainings.keys()];
    for (const training of all) training.cancel();
    return all.length > 0;
  }

  set(training: Training, progress: TrainingProgress): void {
    this.#trainings.set(training, progress);
    this.#show();
  }

  end(training: Training): void {
    this.#trainings.delete(training);
    this.#show();
  }

  #show(): void {
    const all = [...this.#trainings.values()];
    if (all.length === 0) {
      this.#place.hide();
      return;
    }
    this.#place.text = `$(sync~spin) ${statusText(all)}`;
    this.#place.tooltip = all.map(tooltipLine).join('\n');
    this.#place.show();
  }
}

/** All trainings of a window in a few words. */
export function statusText(all: readonly TrainingProgress[]): string {
  const [first] = all;
  if (all.length === 1) return progressText(first);
  const left = all.flatMap((one) => one.left ?? []);
  const overall: TrainingProgress = {
    done: all.reduce((sum, { done }) => sum + done, 0),
    total: all.reduce((sum, { total }) => sum + total, 0),
    // Until the last of them ends; they share the processor, but not evenly, so this is a guess at best.
    left:
      left.length === all.length
        ? { seconds: Math.max(...left.map(({ seconds }) => seconds)), atMost: left.some(({ atMost }) => atMost) }
        : undefined,
    now: '',
  };
  const args = [all.length, progressText(overall)];
  return l10n.t({ message: '{0} trainings: {1}', args, comment: 'In the status bar; {1} = how far they are' });
}

/** How far a training is. */
export function progressText({ done, total, left, call }: TrainingProgress): string {
  const text = doneText(done, total, left);
  if (!call) return text;
  const args = [call.number, call.of, text];
  return l10n.t({ message: 'Call {0} of {1}: {2}', args, comment: 'Of a search for settings; {2} = its trainings' });
}

function doneText(done: number, total: number, left: TimeLeft | undefined): string {
  if (total === 0) return l10n.t({ message: 'Training', comment: 'In the status bar, while a model is trained' });
  if (!left) return l10n.t('{0} of {1} done', done, total);
  const duration = roughDuration(left.seconds);
  return left.atMost
    ? l10n.t('{0} of {1} done, at most {2} left', done, total, duration)
    : l10n.t('{0} of {1} done, about {2} left', done, total, duration);
}

function tooltipLine(training: TrainingProgress): string {
  return training.now === '' ? progressText(training) : `${progressText(training)}. ${training.now}`;
}
