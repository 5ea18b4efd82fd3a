import * as l10n from '@vscode/l10n';
import type { RunState } from '../protocol/run.ts';

/** What lists say of a run's state; undefined = it cannot be read. */
export function stateText(state: RunState | undefined): string {
  switch (state) {
    case 'running':
      return l10n.t({ message: 'running', comment: 'State of a run' });
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
