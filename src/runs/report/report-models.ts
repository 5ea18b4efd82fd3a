import { type DriverScope, type Drivers, driverScopes } from '../../protocol/drivers.ts';
import type { Asking } from '../../protocol/port.ts';
import type { ReportedRun } from '../../protocol/report.ts';
import type { EmbeddingMap, ReconstructionCurve } from '../../protocol/run-panel.ts';
import { isMendable } from '../regular-file.ts';

/** What drives a class, in tasks of all fits. */
export interface DriversOf {
  readonly target: string;
  readonly class: number;
  readonly scope: DriverScope;
  /** Tasks that are explained, at most. */
  readonly tasks: number;
}

/** Asks the models of runs; others do it, as it takes long. All throw InputError and RunUnreadable where files are not as they should be. */
export interface ReportModels {
  drivers(
    question: DriversOf & { readonly run: string; readonly history: string; readonly index: null },
    asking: Pick<Asking, 'signal'>,
  ): Promise<{ drivers: Drivers; fingerprint: string }>;
  embeddings(
    question: { readonly run: string; readonly target: string; readonly index: number },
    asking: Pick<Asking, 'signal'>,
  ): Promise<EmbeddingMap>;
  reconstruction(
    question: { readonly run: string; readonly history: string; readonly index: number },
    asking: Pick<Asking, 'signal'>,
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

/** How a run's models are asked. */
interface Asked extends Pick<Asking, 'signal'> {
  readonly folder: string;
  readonly history: string;
  /** Tasks that are explained for a class, at most. */
  readonly tasks: number;
}

/** @param step hears what is being asked, and how far it is */
export async function askModels(
  models: ReportModels,
  { folder, history, tasks, ...asking }: Asked,
  reported: ReportedRun,
  step: (text: string) => void,
): Promise<FromModels> {
  const { run } = reported.snapshot;
  const drivers: FromModels['drivers'] = [];
  const questions = driverQuestions(reported);
  for (const [i, question] of questions.entries()) {
    step(`explaining ${run.id}, ${i + 1} of ${questions.length}`);
    const head = { kind: 'drivers' as const, fit: null, ...question };
    const answer = await orProblem(() =>
      models.drivers({ run: folder, history, index: null, ...question, tasks }, asking),
    );
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
    const map = await orProblem(() => models.embeddings({ run: folder, target, index }, asking));
    embeddings.push({ kind: 'embeddings', ...head, ...('problem' in map ? { map: null, ...map } : { map }) });
    const known = reconstructions.find((one) => one.fit === index);
    if (known) {
      // Targets of one fit have the same training tasks.
      reconstructions.push({ ...known, target });
      continue;
    }
    const answer = await orProblem(() => models.reconstruction({ run: folder, history, index }, asking));
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
    if (isMendable(error)) return { problem: error.message };
    throw error;
  }
}
