import * as l10n from '@vscode/l10n';
import type { Step } from '../../src/protocol/model-traits.ts';
import { countText } from './number-text.ts';

export type { Step };

export function stepText(step: Step): string {
  return step === 'epoch'
    ? l10n.t('epoch')
    : l10n.t({ message: 'round', comment: ['noun: a step of the training of boosted trees'] });
}

/** A step by its 1-based number: `epoch 12`. */
export function stepAtText(step: Step, at: number): string {
  return step === 'epoch' ? l10n.t('epoch {0}', at) : l10n.t('round {0}', at);
}

/** So many steps: `1 epoch`, `12 epochs`. */
export function stepsText(step: Step, count: number): string {
  if (step === 'epoch') return count === 1 ? l10n.t('1 epoch') : l10n.t('{0} epochs', countText(count));
  return count === 1 ? l10n.t('1 round') : l10n.t('{0} rounds', countText(count));
}
