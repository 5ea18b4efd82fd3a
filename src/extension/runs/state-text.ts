import * as l10n from '@vscode/l10n';
import type { RunStatus } from '../../measures/run-status.ts';
import type { RunState } from '../../protocol/run.ts';

/** A run's state in lists; undefined = it cannot be read. */
export function stateText(state: RunState | undefined): string {
  switch (state) {
    case 'running':
      return l10n.t({ message: 'training', comment: 'State of a run' });
    case 'done':
      return l10n.t({ message: 'done', comment: 'State of a run' });
    case 'failed':
      return l10n.t({ message: 'failed', comment: 'State of a run' });
    case 'cancelled':
      return l10n.t({ message: 'cancelled', comment: 'State of a run' });
    case 'interrupted':
      return l10n.t({ message: 'interrupted', comment: 'State of a run' });
    case undefined:
      return l10n.t({ message: 'unreadable', comment: 'State of a run' });
    default:
      throw new Error(`no state ${state satisfies never}`);
  }
}

/**
 * The state of a run, and how far it is unless it is done: `cancelled, 7 of 20 done`.
 *
 * @param isLive this window trains it
 */
export function howFarText({ state, done, total }: RunStatus, isLive: boolean): string {
  if (state === 'done') return stateText(state);
  if (state === 'running' && !isLive) {
    return l10n.t({ message: 'training elsewhere, {0} of {1} done', args: [done, total], comment: 'State of a run' });
  }
  const args = [stateText(state), done, total];
  return l10n.t({ message: '{0}, {1} of {2} done', args, comment: '{0} = state of a run, {1} of {2} = its trainings' });
}
