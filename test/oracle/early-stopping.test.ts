import { describe, expect, it } from 'vitest';
import { EarlyStopping, type EarlyStoppingRule, type Observation } from '../../src/learning/early-stopping.ts';
import { oracle } from './files.ts';

interface Answer {
  readonly stopEpoch: number | null;
  readonly reason: 'patience' | 'max-delta' | 'both' | null;
  readonly epochsRun: number;
  readonly bestEpoch: number;
  readonly bestScoreMain: number;
  readonly bestEpochRawMain: number;
  readonly lastImprovementEpoch: number;
}

interface TraceEntry {
  readonly score: readonly number[];
  readonly improved: readonly boolean[];
  readonly best: readonly number[];
  readonly wait: number;
  readonly relativeWorsening: number | null;
}

interface StoppingCase {
  readonly name: string;
  readonly modes: readonly ('min' | 'max')[];
  readonly patience: number;
  readonly maxDelta: number;
  readonly movingAverage: number;
  readonly values: readonly (readonly number[])[];
  readonly slides: Answer & { readonly trace: readonly TraceEntry[] };
  readonly originalCode: Answer;
}

const { cases } = oracle<{ cases: readonly StoppingCase[] }>('earlystopping');

describe.each(cases)('early stopping of $name', (expected) => {
  it('follows the slides epoch by epoch', () => {
    const { answer, observations } = run(expected, 'slides');
    const { trace, ...expectedAnswer } = expected.slides;
    expectSame(answer, expectedAnswer);
    expect(observations.length).toBe(trace.length);
    trace.forEach((entry, epoch) => {
      expectSame(observations[epoch], entry);
    });
  });

  it('follows the published code', () => {
    expectSame(run(expected, 'published-code').answer, expected.originalCode);
  });
});

function run(
  { values, modes, patience, maxDelta, movingAverage }: StoppingCase,
  variant: NonNullable<EarlyStoppingRule['variant']>,
): { readonly answer: Answer; readonly observations: readonly Observation[] } {
  const stopping = new EarlyStopping({ modes, patience, maxDelta, movingAverage, variant });
  const observations: Observation[] = [];
  for (const epoch of values) {
    observations.push(stopping.observe(epoch));
    if (observations.at(-1)?.stop) break;
  }
  const reason = observations.at(-1)?.stop ?? null;
  const answer = {
    stopEpoch: reason ? observations.length - 1 : null,
    reason,
    epochsRun: stopping.epochs,
    bestEpoch: stopping.bestEpoch,
    bestScoreMain: stopping.bestScore,
    bestEpochRawMain: stopping.bestRawEpoch,
    lastImprovementEpoch: stopping.lastImprovement,
  };
  return { answer, observations };
}

/** Every field of `expected`, real numbers to the last bits. */
function expectSame(actual: object, expected: object): void {
  const fields = new Map<string, unknown>(Object.entries(actual));
  for (const [name, value] of Object.entries(expected)) expectSameValue(fields.get(name), value, name);
}

function expectSameValue(actual: unknown, expected: unknown, name: string): void {
  if (typeof expected === 'number') expect(actual, name).toBeCloseTo(expected, 14);
  else if (Array.isArray(expected) && Array.isArray(actual)) {
    expect(actual.length, name).toBe(expected.length);
    expected.forEach((value, i) => {
      expectSameValue(actual[i], value, name);
    });
  } else expect(actual, name).toEqual(expected);
}
