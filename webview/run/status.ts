import type { FitState, ProtocolName, RunRecord, RunState } from '../../src/protocol/run.ts';
import { countOf } from '../components/number-text.ts';

/** A codicon and the word that goes with it: no state is told by colour alone. */
export interface Status {
  readonly icon: string;
  readonly text: string;
  /** Class of the icon's colour. */
  readonly tone: 'active' | 'good' | 'bad' | 'warning' | 'quiet';
}

export const runStatus: Readonly<Record<RunState, Status>> = {
  running: { icon: 'sync', text: 'Training', tone: 'active' },
  done: { icon: 'pass', text: 'Done', tone: 'good' },
  failed: { icon: 'error', text: 'Failed', tone: 'bad' },
  cancelled: { icon: 'circle-slash', text: 'Cancelled', tone: 'warning' },
  interrupted: { icon: 'debug-disconnect', text: 'Interrupted', tone: 'warning' },
};

export const fitStatus: Readonly<Record<FitState, Status>> = {
  waiting: { icon: 'clockface', text: 'waiting', tone: 'quiet' },
  running: { icon: 'sync', text: 'training', tone: 'active' },
  done: { icon: 'check', text: 'done', tone: 'good' },
  failed: { icon: 'error', text: 'failed', tone: 'bad' },
  cancelled: { icon: 'circle-slash', text: 'cancelled', tone: 'warning' },
};

/** The protocol, and how many fits it makes. */
export function protocolText(protocol: ProtocolName, fits: number): string {
  switch (protocol) {
    case 'holdout':
      return 'Holdout: one fit per target, judged on the test examples';
    case 'cross-validation':
      return `Cross-validation: ${countOf(fits, 'fold')} per target, each judged on its held fold`;
    case 'repeated-test':
      return `Repeated test: ${countOf(fits, 'training')} per target, each judged on the test examples`;
    default:
      throw new Error(`no protocol ${protocol satisfies never}`);
  }
}

/** What a reader should know about a run that did not come to its end; null for the others. */
export function endNotice(run: RunRecord, done: number, total: number): string | null {
  const complete = `${done} of ${countOf(total, 'fit')} ${done === 1 ? 'was' : 'were'} complete`;
  switch (run.state) {
    case 'failed':
      return run.error ?? `The run failed when ${complete}, and left no reason.`;
    case 'cancelled':
      return `The run was cancelled when ${complete}. What is complete is shown.`;
    case 'interrupted':
      return `The run was interrupted when ${complete}. What is complete is shown; continuing the run makes only the missing fits.`;
    case 'running':
    case 'done':
      return null;
    default:
      throw new Error(`no state ${run.state satisfies never}`);
  }
}

/** What the learners call their steps: boosted trees make rounds. */
export function stepWord(run: RunRecord): string {
  return run.specification.model === 'xgboost' ? 'round' : 'epoch';
}
