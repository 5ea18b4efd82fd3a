import type { Explanation } from '../../../src/protocol/explanation.ts';
import type { FitRecord, RunRecord, Spread } from '../../../src/protocol/run.ts';

/** What `--json` prints, as the contract has it. */
export interface ResultsDocument {
  readonly runs: readonly RunDocument[];
}

export interface SelectionDocument extends ResultsDocument {
  readonly winner: string;
}

export interface RunDocument {
  readonly id: string;
  readonly model: string;
  readonly protocol: string;
  readonly state: string;
  readonly targets: Readonly<Record<string, TargetDocument>>;
}

export interface TargetDocument {
  readonly classes: readonly string[];
  readonly fits: number;
  readonly confusionMse: Spread;
  readonly recall: Spread;
  readonly precision: Spread;
  readonly perClass: readonly object[];
  readonly confusion: readonly (readonly number[])[];
  readonly epochs: { readonly mean: number };
  readonly seconds: number;
  readonly intervals?: {
    readonly workflows: number;
    readonly recall?: { readonly low: number; readonly high: number };
  };
  readonly calibration?: {
    readonly method: string;
    readonly rows: number;
    readonly notes: readonly string[];
    readonly raw: Readonly<Record<'ece' | 'brier' | 'logLoss', number>>;
    readonly calibrated: Readonly<Record<'ece' | 'brier' | 'logLoss', number>>;
  };
}

/** A line of `predictions.jsonl`. */
export interface PredictionLine {
  readonly task: string;
  readonly truth: string;
  readonly probabilities: Readonly<Record<string, number>>;
}

/** A line of `oap predict`. */
export interface DecisionLine {
  readonly task: string;
  readonly predictions: Readonly<
    Record<
      string,
      {
        readonly class: string;
        readonly confidence: number;
        readonly probabilities: Readonly<Record<string, number>>;
        readonly raw: Readonly<Record<string, number>>;
        readonly decision?: 'act' | 'ask';
      }
    >
  >;
  readonly decision?: 'act' | 'ask';
  readonly reasons?: readonly string[];
}

/** A line of `oap predict --explain`. */
export interface ExplainedLine extends DecisionLine {
  readonly explanation: Readonly<Record<string, Omit<Explanation, 'target'>>>;
}

export type HistoryFile = Record<
  string,
  {
    errors: { good_sites: Record<string, Record<string, number>>; bad_sites: Record<string, Record<string, number>> };
    parameters?: Record<string, string>;
  }
>;

export type { FitRecord, RunRecord };
