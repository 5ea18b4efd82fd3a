/** When to stop, by several metrics at once (slides 14–16). */
export interface EarlyStoppingRule {
  /** Whether lower or higher is better, for each metric. The first is the main metric; its values are never negative. */
  readonly modes: readonly ('min' | 'max')[];
  /** Epochs without any metric getting better after which training stops. */
  readonly patience: number;
  /** Largest tolerated relative worsening of the main metric against its best: 0.3 = 30 %. */
  readonly maxDelta: number;
  /** Number of epochs whose mean is compared. */
  readonly movingAverage: number;
  /**
   * `slides` (the default) is the rule of the study's slides. `published-code` is `MultipleMetricsEarlyStopping` of its code,
   * which records the epoch's raw value as the best when the mean beats the best, and waits one epoch longer.
   */
  readonly variant?: 'slides' | 'published-code';
}

/** The rule's view of one epoch. */
export interface Observation {
  /** Per metric, the moving average compared. */
  readonly score: readonly number[];
  /** Per metric, whether it got strictly better than its best. */
  readonly improved: readonly boolean[];
  /** Per metric, the best after this epoch. */
  readonly best: readonly number[];
  /** Epochs since any metric improved. */
  readonly wait: number;
  /** Of the main metric against its best before this epoch; negative = better. Null without a best, or if it is 0. */
  readonly relativeWorsening: number | null;
  /** Whether the main score is the best of all epochs so far, which makes this the best epoch. */
  readonly isBestEpoch: boolean;
  /** Why training should stop after this epoch; null = it continues. */
  readonly stop: 'patience' | 'max-delta' | 'both' | null;
}

/** The state of early stopping: observes the metrics of one epoch after another and decides when to stop. */
export class EarlyStopping {
  /** Epochs observed. */
  epochs = 0;
  /** First epoch with the best moving average of the main metric; −1 before the first epoch. */
  bestEpoch = -1;
  /** The moving average of the main metric at `bestEpoch`. */
  bestScore = Number.NaN;
  /** First epoch with the best value of the main metric, not averaged; −1 before the first epoch. */
  bestRawEpoch = -1;
  /** Last epoch in which any metric improved; −1 before the first epoch. */
  lastImprovement = -1;

  private readonly rule: EarlyStoppingRule;
  /** The values of the last `movingAverage` epochs, oldest first. */
  private readonly recent: (readonly number[])[] = [];
  private best: readonly number[] | undefined;
  private bestRaw = Number.NaN;

  constructor(rule: EarlyStoppingRule) {
    this.rule = rule;
  }

  /**
   * @param values the metrics of the next epoch, in the order of the rule's modes
   * @throws RangeError if there are more or fewer values than modes
   */
  observe(values: readonly number[]): Observation {
    const { modes, patience, maxDelta, variant } = this.rule;
    if (values.length !== modes.length) {
      throw new RangeError(`early stopping watches ${modes.length} metrics, but got ${values.length} values`);
    }
    const epoch = this.epochs++;
    const score = this.movingAverage(values);
    const mainBest = this.best?.[0];
    const tooBad = mainBest !== undefined && worsensTooMuch(score[0], mainBest, modes[0], maxDelta);
    const relativeWorsening = mainBest ? worsening(score[0], mainBest, modes[0]) / mainBest : null;

    const before = this.best;
    const improved = score.map((value, i) => before === undefined || isBetter(value, before[i], modes[i]));
    const next = variant === 'published-code' ? values : score;
    const best = improved.map((better, i) => (better || before === undefined ? next[i] : before[i]));
    this.best = best;
    if (improved.includes(true)) this.lastImprovement = epoch;
    const wait = epoch - this.lastImprovement;

    const isBestEpoch = this.bestEpoch < 0 || isBetter(score[0], this.bestScore, modes[0]);
    if (isBestEpoch) {
      this.bestEpoch = epoch;
      this.bestScore = score[0];
    }
    if (this.bestRawEpoch < 0 || isBetter(values[0], this.bestRaw, modes[0])) {
      this.bestRawEpoch = epoch;
      this.bestRaw = values[0];
    }
    const tooLong = variant === 'published-code' ? wait > patience : wait >= patience;
    return { score, improved, best, wait, relativeWorsening, isBestEpoch, stop: stopReason(tooLong, tooBad) };
  }

  /** The mean of the last L epochs, summed oldest first; the values themselves in the first L − 1 epochs. */
  private movingAverage(values: readonly number[]): readonly number[] {
    const { recent } = this;
    const length = this.rule.movingAverage;
    recent.push(values);
    if (recent.length > length) recent.shift();
    if (recent.length < length) return values;
    return values.map((_, i) => recent.reduce((sum, epoch) => sum + epoch[i], 0) / length);
  }
}

function isBetter(value: number, best: number, mode: 'min' | 'max'): boolean {
  return mode === 'min' ? value < best : value > best;
}

function worsening(value: number, best: number, mode: 'min' | 'max'): number {
  return mode === 'min' ? value - best : best - value;
}

/** Against a best of 0 any worsening is infinite. */
function worsensTooMuch(value: number, best: number, mode: 'min' | 'max', maxDelta: number): boolean {
  const difference = worsening(value, best, mode);
  return best === 0 ? difference > 0 : difference / best > maxDelta;
}

function stopReason(tooLong: boolean, tooBad: boolean): 'patience' | 'max-delta' | 'both' | null {
  if (tooLong && tooBad) return 'both';
  if (tooLong) return 'patience';
  return tooBad ? 'max-delta' : null;
}
