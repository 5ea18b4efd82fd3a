import * as l10n from '@vscode/l10n';
import type { Step } from '../components/step-text.ts';
import { doneText, fitAtText, type Progress } from './progress-text.ts';

/** Seconds between two announcements while a run trains. */
export const announcementPause = 10;

/** What a screen reader says about a run that trains. */
export function progressAnnouncement(progress: Progress, step: Step): string {
  const [fit] = progress.running;
  if (fit === undefined) return doneText(progress);
  return l10n.t({
    message: '{0}, {1}',
    args: [doneText(progress), fitAtText(fit, step)],
    comment: ['2 of 5 trainings done, action training 3 at epoch 12'],
  });
}
