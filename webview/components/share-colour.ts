import { mixColours, type Rgb, textColourOn } from '../picture/colour.ts';
import type { Theme } from '../picture/theme.ts';

export interface CellColours {
  readonly background: Rgb;
  readonly text: Rgb;
}

/**
 * Colours of a matrix cell by its share of the row, 0 to 1: from the editor's background over the charts' blue to a blue
 * well away from the background, so that light themes go from white to dark blue (slide 21) and dark ones the other way.
 * In high contrast cells are not filled: their share is drawn as a bar.
 */
export function cellColours(share: number, theme: Theme): CellColours {
  if (theme.highContrast) return { background: theme.background, text: theme.foreground };
  const turn = 0.7;
  const far = mixColours(theme.blue, theme.foreground, 0.45);
  const background: Rgb =
    share <= turn
      ? mixColours(theme.background, theme.blue, share / turn)
      : mixColours(theme.blue, far, (share - turn) / (1 - turn));
  return { background, text: textColourOn(background) };
}
