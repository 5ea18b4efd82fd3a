import * as l10n from '@vscode/l10n';
import type { Spread } from '../../src/protocol/run.ts';

const grouped = new Intl.NumberFormat('en');

/** 9522 → `9,522`. */
export function countText(count: number): string {
  return grouped.format(count);
}

/** Mean and, where there is more than one fit to spread, the standard deviation: `0.058 ± 0.007`. */
export function spreadText({ mean, std }: Spread, fits: number, digits: number): string {
  return fits > 1 ? `${mean.toFixed(digits)} ± ${std.toFixed(digits)}` : mean.toFixed(digits);
}

/** A difference with its sign, also where it rounds to zero: `+0.012`, `−0.004`. */
export function signedText(difference: number, digits: number): string {
  return `${difference < 0 ? '−' : '+'}${Math.abs(difference).toFixed(digits)}`;
}

/** A score that may be below zero: `0.87`, `−0.42`. */
export function scoreText(score: number): string {
  return score < 0 ? signedText(score, 2) : score.toFixed(2);
}

/** Seconds as people say them: `0.4 s`, `12 s`, `3 min 12 s`, `1 h 05 min`. */
export function durationText(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
  const minutes = Math.round(seconds / 60);
  return `${countText(Math.floor(minutes / 60))} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** Seconds as a guess, without false precision: `less than a minute`, `about 4 min`, `about 2.5 h`. */
export function roughDurationText(seconds: number): string {
  if (seconds < 50) return l10n.t('less than a minute');
  if (seconds < 5400) return l10n.t('about {0} min', Math.max(1, Math.round(seconds / 60)));
  return l10n.t('about {0} h', Number((seconds / 3600).toFixed(1)));
}

/** Seconds as a limit: `less than a minute`, `at most 5 min`, `at most 2.5 h`. */
export function limitDurationText(seconds: number): string {
  if (seconds < 60) return l10n.t('less than a minute');
  if (seconds < 5400) return l10n.t('at most {0} min', Math.ceil(seconds / 60));
  return l10n.t('at most {0} h', Math.ceil(seconds / 360) / 10);
}
