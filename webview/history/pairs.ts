import * as l10n from '@vscode/l10n';
import type { HistoryPanelDescription } from '../../src/protocol/history-panel.ts';
import { countText } from '../components/number-text.ts';
import type { TextTable } from '../components/table-text.ts';
import { mixColours, type Rgb } from '../picture/colour.ts';
import type { Theme } from '../picture/theme.ts';

/** How strongly a pair is drawn, 0 to 1: by the logarithm, as a few pairs have most of the tasks. */
export function pairLevel(tasks: number, most: number): number {
  return tasks === 0 ? 0 : Math.log1p(tasks) / Math.log1p(Math.max(tasks, most));
}

/** Colour of a pair of this level, above 0. */
export function pairColour(level: number, { background, blue, foreground, highContrast }: Theme): Rgb {
  const full = highContrast ? foreground : mixColours(blue, foreground, 0.35);
  return mixColours(background, full, 0.2 + 0.8 * level);
}

/** The pairs of code and site that most tasks have. */
export function mostUsedPairs({ codes, sites, tasks }: HistoryPanelDescription['pairs'], count: number): TextTable {
  const used = tasks.flatMap((number, i) => (number > 0 ? [{ number, i }] : []));
  const rows = used
    .sort((a, b) => b.number - a.number || a.i - b.i)
    .slice(0, count)
    .map(({ number, i }) => [codes[Math.floor(i / sites.length)], sites[i % sites.length], countText(number)]);
  return { columns: [l10n.t('error code'), l10n.t('site'), l10n.t('tasks')], rows, names: [1] };
}
