import type { Progress } from './progress.ts';

/** Seconds between two announcements while a run trains. */
export const announcementPause = 10;

/** What a screen reader hears of a run that trains. */
export function progressAnnouncement({ done, total, running }: Progress, step: string): string {
  const [fit] = running;
  const now = fit ? `, ${fit.target} fit ${fit.index + 1} at ${step} ${fit.epochs.length}` : '';
  return `${done} of ${total} fits done${now}`;
}
