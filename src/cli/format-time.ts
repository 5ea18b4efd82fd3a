import { roughDuration } from '../measures/time-left.ts';
import type { TimeLeft } from '../protocol/run-panel.ts';

/** `about 3 s left`, `at most 2 min left`; empty while unknown. */
export function formatTimeLeft(left: TimeLeft | undefined): string {
  return left ? `${left.atMost ? 'at most' : 'about'} ${roughDuration(left.seconds)} left` : '';
}

/** A rough duration in a suitable unit. */
export function formatDuration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
