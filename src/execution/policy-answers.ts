import type { Policy, PolicyDetails } from '../protocol/policy.ts';
import type { SamplesHistory } from '../runs/samples-history.ts';
import { CalibratedPredictor } from './calibrated-predictor.ts';
import { PolicyMaker } from './make-policy.ts';
import { classesLeft, codesLeft, meanCosts, riskCurve } from './policy-details.ts';

/** A request: the same always gives the same policy. */
interface Asked {
  readonly maxError: number;
  readonly confidence: number;
}

/** What was computed from a run's evaluated tasks. */
interface Computed {
  /** Identifies the complete fits. */
  readonly fits: string;
  readonly maker: Promise<PolicyMaker>;
  /** By accepted error and confidence. */
  readonly policies: Map<string, Policy>;
  /** By confidence: they do not depend on the accepted error. */
  readonly curves: Map<number, PolicyDetails['curves']>;
}

/** A run's policies. As long as its fits are the same, their tasks are read once, and each policy and curve is computed once. */
export class PolicyAnswers {
  #computed: Computed | undefined;

  /** @param folder of the run */
  constructor(readonly folder: string) {}

  /** @param fits identifies the complete fits */
  async policy(fits: string, asked: Asked): Promise<Policy> {
    const { maker, policies } = this.#of(fits);
    return madeOnce(policies, await maker, asked);
  }

  /** @param historyOf the history of a target's samples, or why it cannot be read */
  async details(
    fits: string,
    asked: Asked,
    historyOf: (target: string) => Promise<SamplesHistory | Error>,
  ): Promise<PolicyDetails> {
    const { maker, policies, curves } = this.#of(fits);
    const loaded = await maker;
    const policy = madeOnce(policies, loaded, asked);
    const { targets } = loaded;
    const { confidence } = asked;
    const found =
      curves.get(confidence) ?? targets.map((one) => ({ target: one.target, points: riskCurve(one, confidence) }));
    curves.set(confidence, found);
    const details = {
      curves: found,
      classes: targets.flatMap((one) => classesLeft(one, policy)),
      ...meanCosts(targets, policy),
    };
    const history = await historyOf(targets[0].target);
    if (history instanceof Error) return { ...details, codes: [], codesProblem: history.message };
    return { ...details, codes: codesLeft(targets, policy, (task) => history.errorsOf(task)?.codes ?? []) };
  }

  #of(fits: string): Computed {
    if (this.#computed?.fits === fits) return this.#computed;
    const maker = CalibratedPredictor.load(this.folder).then((predictor) => PolicyMaker.load(predictor));
    const computed = { fits, maker, policies: new Map(), curves: new Map() };
    this.#computed = computed;
    maker.catch(() => {
      // A damaged file may be repaired.
      if (this.#computed === computed) this.#computed = undefined;
    });
    return computed;
  }
}

function madeOnce(policies: Map<string, Policy>, maker: PolicyMaker, asked: Asked): Policy {
  const key = JSON.stringify([asked.maxError, asked.confidence]);
  const policy = policies.get(key) ?? maker.make({ ...asked, now: new Date() });
  policies.set(key, policy);
  return policy;
}
