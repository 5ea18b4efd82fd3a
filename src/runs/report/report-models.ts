import { percentText } from '../../measures/percent-text.ts';
import { trainingTasksOf } from '../../measures/watched-folds.ts';
import { driverScopes } from '../../protocol/drivers.ts';
import { maxErrors, usualConfidence } from '../../protocol/policy.ts';
import type { Client } from '../../protocol/port.ts';
import type { ReportedRun } from '../../protocol/report.ts';
import type { RunQuestions } from '../../protocol/run-panel.ts';
import type { ArgumentOf } from '../../protocol/service.ts';
import { isMendable } from '../regular-file.ts';

/** Asks the models of one run; others do it, as it takes long. All throw InputError and RunUnreadable where files are not as they should be. */
export interface RunModels {
  readonly calls: Pick<Client<RunQuestions>, 'drivers' | 'embeddings' | 'reconstruction' | 'policy' | 'policyDetails'>;
  /** They are of no more use. */
  end(): Promise<void>;
}

type FromModels = Pick<ReportedRun, 'drivers' | 'embeddings' | 'reconstructions' | 'policies' | 'policyDetails'>;

/** Nothing, for a run whose models are not asked. */
export const nothingAsked: FromModels = {
  drivers: [],
  embeddings: [],
  reconstructions: [],
  policies: [],
  policyDetails: [],
};

type Asking = { readonly signal?: AbortSignal };
type DriversQuestion = ArgumentOf<RunQuestions['drivers']>;

/** Questions about what drives classes that a report of a run has. */
export function driverQuestions({ snapshot }: ReportedRun): DriversQuestion[] {
  const complete = snapshot.run.targets.filter(({ target }) => hasFit(snapshot, target));
  return complete.flatMap(({ target, classes }) =>
    [...classes.keys()].flatMap((one) => driverScopes.map((scope) => ({ target, fit: null, class: one, scope }))),
  );
}

/**
 * @param tasks that are explained for a class, at most
 * @param step  called with what is being computed, and how far it is
 */
export async function askModels(
  { calls }: RunModels,
  { snapshot }: ReportedRun,
  questions: readonly DriversQuestion[],
  tasks: number,
  signal: AbortSignal | undefined,
  step: (text: string) => void,
): Promise<FromModels> {
  const asking: Asking = signal ? { signal } : {};
  const { run } = snapshot;
  const drivers: FromModels['drivers'] = [];
  for (const [i, argument] of questions.entries()) {
    step(`explaining ${run.id}, ${i + 1} of ${questions.length}`);
    drivers.push({ argument, ...(await orProblem(() => calls.drivers({ ...argument, tasks }, asking))) });
  }
  const policies = await askPolicies(calls, run.id, asking, step);
  if (!snapshot.traits.embeddings) return { ...nothingAsked, drivers, ...policies };
  step(`reading the embeddings of ${run.id}`);
  const complete = snapshot.fits.filter(({ record }) => record !== undefined);
  const embeddings: FromModels['embeddings'] = [];
  for (const { target, index: fit } of complete) {
    const argument = { target, fit };
    embeddings.push({ argument, ...(await orProblem(() => calls.embeddings(argument, asking))) });
  }
  const reconstructions: FromModels['reconstructions'] = [];
  const asked = new Set<string>();
  for (const { target, index } of complete) {
    const argument = trainingTasksOf(run.experiment, target, index);
    const key = JSON.stringify(argument);
    if (asked.has(key)) continue;
    asked.add(key);
    reconstructions.push({ argument, ...(await orProblem(() => calls.reconstruction(argument, asking))) });
  }
  return { drivers, embeddings, reconstructions, ...policies };
}

async function askPolicies(
  calls: RunModels['calls'],
  run: string,
  asking: Asking,
  step: (text: string) => void,
): Promise<Pick<FromModels, 'policies' | 'policyDetails'>> {
  const policies: FromModels['policies'] = [];
  const policyDetails: FromModels['policyDetails'] = [];
  for (const maxError of maxErrors) {
    step(`choosing thresholds of ${run} for an error of ${percentText(maxError)}`);
    const argument = { maxError, confidence: usualConfidence };
    const policy = await orProblem(() => calls.policy(argument, asking));
    policies.push({ argument, ...policy });
    // What prevents one prevents all.
    if (policy.answer === null) break;
    const { answer, ...others } = await orProblem(() => calls.policyDetails(argument, asking));
    const curves = policyDetails.length === 0 ? answer?.curves : [];
    policyDetails.push({ argument, answer: answer && { ...answer, curves: curves ?? [] }, ...others });
  }
  return { policies, policyDetails };
}

function hasFit({ fits }: ReportedRun['snapshot'], target: string): boolean {
  return fits.some((fit) => fit.target === target && fit.record !== undefined);
}

/** What files are damaged or missing is an answer, too. */
export async function orProblem<Answer>(
  ask: () => Promise<Answer>,
): Promise<{ answer: Answer | null; problem?: string }> {
  try {
    return { answer: await ask() };
  } catch (error) {
    if (isMendable(error)) return { answer: null, problem: error.message };
    throw error;
  }
}
