import { InputError } from '../../dataset/input-error.ts';
import { type DriverScope, type Drivers, driverScopes } from '../../protocol/drivers.ts';
import type { ReportedRun } from '../../protocol/report.ts';
import type { EmbeddingMap, ReconstructionCurve } from '../../protocol/run-panel.ts';

/** What drives a class, in tasks of all fits. */
export interface DriversOf {
  readonly target: string;
  readonly class: number;
  readonly scope: DriverScope;
  /** Tasks that are explained, at most. */
  readonly tasks: number;
}

/** Asks the models of runs; others do it, as it takes long. All throw InputError where files are not as they should be. */
export interface ReportModels {
  drivers(run: string, history: string, of: DriversOf): Promise<{ drivers: Drivers; fingerprint: string }>;
  embeddings(run: string, target: string, fit: number): Promise<EmbeddingMap>;
  reconstruction(
    run: string,
    history: string,
    fit: number,
  ): Promise<{ curve: ReconstructionCurve; fingerprint: string }>;
}

type FromModels = Pick<ReportedRun, 'drivers' | 'embeddings' | 'reconstructions'>;

/** Nothing, for a run whose models are not asked. */
export const nothingAsked: FromModels = { drivers: [], embeddings: [], reconstructions: [] };

/** Questions about what drives classes that a report of a run has. */
export function driverQuestions({ snapshot }: ReportedRun): Omit<DriversOf, 'tasks'>[] {
  const complete = snapshot.run.targets.filter(({ target }) => hasFit(snapshot, target));
  return complete.flatMap(({ target, classes }) =>
    [...classes.keys()].flatMap((one) => driverScopes.map((scope) => ({ target, class: one, scope }))),
  );
}

/** @param step hears what is being asked, and how far it is */
export async function askModels(
  models: ReportModels,
  { folder, history, tasks }: { readonly folder: string; readonly history: string; readonly tasks: number },
  reported: ReportedRun,
  step: (text: string) => void,
): Promise<FromModels> {
  const { run } = reported.snapshot;
  const drivers: FromModels['drivers'] = [];
  const questions = driverQuestions(reported);
  for (const [i, question] of questions.entries()) {
    step(`explaining ${run.id}, ${i + 1} of ${questions.length}`);
    const head = { kind: 'drivers' as const, fit: null, ...question };
    const answer = await orProblem(() => models.drivers(folder, history, { ...question, tasks }));
    drivers.push(
      'problem' in answer
        ? { ...head, stale: false, drivers: null, problem: answer.problem }
        : { ...head, stale: answer.fingerprint !== run.history.sha256, drivers: answer.drivers },
    );
  }
  if (!reported.snapshot.traits.embeddings) return { ...nothingAsked, drivers };
  step(`reading the embeddings of ${run.id}`);
  const embeddings: FromModels['embeddings'] = [];
  const reconstructions: FromModels['reconstructions'] = [];
  for (const { target, index, record } of reported.snapshot.fits) {
    if (!record) continue;
    const head = { target, fit: index };
    const map = await orProblem(() => models.embeddings(folder, target, index));
    embeddings.push({ kind: 'embeddings', ...head, ...('problem' in map ? { map: null, ...map } : { map }) });
    const known = reconstructions.find((one) => one.fit === index);
    if (known) {
      // Targets of one fit have the same training tasks.
      reconstructions.push({ ...known, target });
      continue;
    }
    const answer = await orProblem(() => models.reconstruction(folder, history, index));
    reconstructions.push(
      'problem' in answer
        ? { kind: 'reconstruction', ...head, history: { stale: false, problem: answer.problem }, curve: null }
        : {
            kind: 'reconstruction',
            ...head,
            history: { stale: answer.fingerprint !== run.history.sha256 },
            curve: answer.curve,
          },
    );
  }
  return { drivers, embeddings, reconstructions };
}

function hasFit({ fits }: ReportedRun['snapshot'], target: string): boolean {
  return fits.some((fit) => fit.target === target && fit.record !== undefined);
}

async function orProblem<Answer extends object>(ask: () => Promise<Answer>): Promise<Answer | { problem: string }> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof InputError) return { problem: error.message };
    throw error;
  }
}
