import type { EpochWindow } from './curve.ts';

/** Fewest epochs that a chart can be zoomed in to. */
const narrowest = 4;

/**
 * A window with half (`in`) or twice (`out`) as many epochs around a place; null once it would hold all.
 *
 * @param around 1-based epoch that stays where it is
 * @param length epochs that there are
 */
export function zoomWindow(window: EpochWindow, direction: 'in' | 'out', around: number, length: number): EpochWindow {
  const [from, to] = window ?? [1, length];
  const factor = direction === 'in' ? 0.5 : 2;
  const width = Math.round(Math.max((to - from) * factor, Math.min(narrowest, length - 1)));
  if (width >= length - 1) return null;
  const place = to === from ? 0.5 : (Math.min(Math.max(around, from), to) - from) / (to - from);
  const start = Math.round(Math.min(Math.max(around - place * width, 1), length - width));
  return [start, start + width];
}

/** The window between two epochs, in whichever order they were chosen; null if there is next to nothing between them. */
export function windowBetween(a: number, b: number): EpochWindow {
  return Math.abs(a - b) < 2 ? null : [Math.min(a, b), Math.max(a, b)];
}
