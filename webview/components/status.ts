import * as l10n from '@vscode/l10n';
import type { RunStatus } from '../../src/measures/run-status.ts';
import type { FitState, ProtocolName, RunRecord, RunState } from '../../src/protocol/run.ts';
import { countText } from './number-text.ts';

/** A codicon and the word that goes with it: no state is shown by colour alone. */
export interface Status {
  readonly icon: string;
  readonly text: string;
  /** Class of the icon's colour. */
  readonly tone: 'active' | 'good' | 'bad' | 'warning' | 'quiet';
}

export const runStatus: Readonly<Record<RunState, Status>> = {
  running: { icon: 'sync', text: l10n.t({ message: 'Training', comment: ['state of a run'] }), tone: 'active' },
  done: { icon: 'pass', text: l10n.t({ message: 'Done', comment: ['state of a run'] }), tone: 'good' },
  failed: { icon: 'error', text: l10n.t({ message: 'Failed', comment: ['state of a run'] }), tone: 'bad' },
  cancelled: {
    icon: 'circle-slash',
    text: l10n.t({ message: 'Cancelled', comment: ['state of a run'] }),
    tone: 'warning',
  },
  interrupted: {
    icon: 'debug-disconnect',
    text: l10n.t({ message: 'Interrupted', comment: ['state of a run'] }),
    tone: 'warning',
  },
};

export const fitStatus: Readonly<Record<FitState, Status>> = {
  waiting: { icon: 'clockface', text: l10n.t({ message: 'waiting', comment: ['state of a training'] }), tone: 'quiet' },
  running: { icon: 'sync', text: l10n.t({ message: 'training', comment: ['state of a training'] }), tone: 'active' },
  done: { icon: 'check', text: l10n.t({ message: 'done', comment: ['state of a training'] }), tone: 'good' },
  failed: { icon: 'error', text: l10n.t({ message: 'failed', comment: ['state of a training'] }), tone: 'bad' },
  cancelled: {
    icon: 'circle-slash',
    text: l10n.t({ message: 'cancelled', comment: ['state of a training'] }),
    tone: 'warning',
  },
};

/** The protocol, and how many fits it makes. */
export function protocolText(protocol: ProtocolName, fits: number): string {
  switch (protocol) {
    case 'holdout':
      return l10n.t('Hold-out: one training per target, evaluated on the test tasks');
    case 'cross-validation':
      return fits === 1
        ? l10n.t('Cross-validation: 1 fold per target, evaluated on the held-out fold')
        : l10n.t('Cross-validation: {0} folds per target, each evaluated on the held-out fold', countText(fits));
    case 'repeated-test':
      return fits === 1
        ? l10n.t('Repeated test: 1 training per target, evaluated on the test tasks')
        : l10n.t('Repeated test: {0} trainings per target, each evaluated on the test tasks', countText(fits));
    default:
      throw new Error(`no protocol ${protocol satisfies never}`);
  }
}

/** What a reader should know about a run that did not come to its end; null for the others. */
export function endNotice(run: RunRecord, { done, total }: Pick<RunStatus, 'done' | 'total'>): string | null {
  const all = countText(total);
  switch (run.state) {
    case 'failed':
      return run.error ?? l10n.t('Failed after {0} of {1} trainings, without a reason.', done, all);
    case 'cancelled':
      return l10n.t('Cancelled after {0} of {1} trainings. Continue does the missing ones.', done, all);
    case 'interrupted':
      return l10n.t('Interrupted after {0} of {1} trainings. Continue does the missing ones.', done, all);
    case 'running':
    case 'done':
      return null;
    default:
      throw new Error(`no state ${run.state satisfies never}`);
  }
}
