import * as l10n from '@vscode/l10n';
import { sumOf } from '../../src/measures/spread.ts';
import type { TargetSummary } from '../../src/protocol/run.ts';
import { signedText } from '../components/number-text.ts';
import type { CellColours } from '../components/share-colour.ts';
import type { TextTable } from '../components/table-text.ts';
import { mixColours, textColourOn } from '../picture/colour.ts';
import type { Theme } from '../picture/theme.ts';

/** How the shares of a confusion matrix change from one run to another. */
export interface MatrixDifference {
  readonly classes: readonly string[];
  /** other − baseline, [truth][prediction]; null in rows that one of them has no examples of. */
  readonly shares: readonly (readonly (number | null)[])[];
}

/** Null if the runs do not have the same classes. */
export function matrixDifference(baseline: TargetSummary, other: TargetSummary): MatrixDifference | null {
  const { classes } = baseline;
  const place = classes.map((name) => other.classes.indexOf(name));
  if (other.classes.length !== classes.length || place.includes(-1)) return null;
  const shares = classes.map((_, row) => {
    const isEmpty = sumOf(baseline.confusion[row]) === 0 || sumOf(other.confusion[place[row]]) === 0;
    return classes.map((_, column) =>
      isEmpty ? null : other.confusionShare[place[row]][place[column]].mean - baseline.confusionShare[row][column].mean,
    );
  });
  return { classes, shares };
}

/** A change for the better is a higher share on the diagonal, or a lower one elsewhere. */
export function isBetter(difference: number, row: number, column: number): boolean {
  return row === column ? difference > 0 : difference < 0;
}

/** Blue where a share is higher, orange where it is lower, the stronger the more; a change of 0.5 has the full colour. */
export function differenceColours(difference: number, theme: Theme): CellColours {
  if (theme.highContrast) return { background: theme.background, text: theme.foreground };
  const [blue, orange] = theme.series;
  const strength = Math.min(Math.abs(difference) / 0.5, 1);
  const background = mixColours(theme.background, difference < 0 ? orange : blue, strength);
  return { background, text: textColourOn(background) };
}

export function differenceTable({ classes, shares }: MatrixDifference): TextTable {
  return {
    columns: [l10n.t('true \\ predicted'), ...classes],
    rows: classes.map((name, row) => [
      name,
      ...shares[row].map((share) => (share === null ? l10n.t('no examples') : signedText(share, 2))),
    ]),
  };
}
