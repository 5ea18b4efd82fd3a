import * as l10n from '@vscode/l10n';
import type { Normalisation } from '../../src/measures/normalise.ts';

/** What the shares of the cells are of. */
export const wholeText: Readonly<Record<Normalisation, string>> = {
  true: l10n.t('Share of the true class'),
  predicted: l10n.t('Share of the predicted class'),
  all: l10n.t('Share of all examples'),
  none: l10n.t('Examples of a training'),
};

/** The share of a cell, with what it is of. */
export function shareText(share: string, by: Normalisation): string {
  switch (by) {
    case 'true':
      return l10n.t('{0} of the row', share);
    case 'predicted':
      return l10n.t('{0} of the column', share);
    case 'all':
      return l10n.t('{0} of all', share);
    case 'none':
      return l10n.t('{0} examples of a training', share);
    default:
      throw new Error(`no normalisation ${by satisfies never}`);
  }
}
