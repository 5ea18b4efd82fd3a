import { featureMatrix } from '../dataset/features.ts';
import { InputError } from '../dataset/input-error.ts';
import { readHistory } from '../dataset/read-history.ts';
import { selectRows } from '../dataset/sparse-rows.ts';
import { buildDataset, splitFacts } from '../experiment/dataset.ts';
import { experimentOfRun } from '../experiment/read-specification.ts';
import { planFits } from '../learning/fit-plan.ts';
import { RandomState } from '../learning/random.ts';
import { findModel } from '../models/registry.ts';
import { reconstructionError, trainEmbeddings, usedPairs } from '../network/train-embeddings.ts';
import type { ReconstructionCurve } from '../protocol/run-panel.ts';
import { readRun } from '../runs/read-run.ts';
import { readVocabulary } from '../runs/read-vocabulary.ts';
import { Cancelled } from './cancelled.ts';

/** The sizes of slide 11's curve; beyond 50 the error is nearly 0. */
const slideSizes = [1, 2, 4, 6, 8, 10, 13, 16, 20, 25, 30, 50];

/**
 * Slide 11's curve for one fit of an `embedding` run: the squared error after the study's pre-training, by the embeddings'
 * size, on the pairs that the fit's training tasks use. Each size starts from the fit's seed, so that the run's size gives the
 * run's embeddings.
 *
 * @param file   the current history file
 * @param target whose fit it is; only needed for stratified runs, in which each target has its own training tasks
 * @throws InputError, RunUnreadable, Cancelled
 */
export async function reconstructionCurve(
  run: string,
  file: string,
  { fit: index, target }: { readonly fit: number; readonly target?: string | undefined },
  isCancelled: () => boolean,
): Promise<{ readonly curve: ReconstructionCurve; readonly fingerprint: string }> {
  const record = readRun(run);
  const { model, settings, training } = record.specification;
  const family = findModel(model);
  const own = family?.kind === 'network' ? family.embeddingSize?.(settings) : undefined;
  if (own === undefined) throw new InputError(`the model ${model} has no embeddings`);
  const experiment = experimentOfRun(record);
  const history = await readHistory(file);
  const { matrix, sites } = featureMatrix(history, readVocabulary(run).features);
  const dataset = buildDataset(history, experiment, []);
  const facts = splitFacts(dataset, dataset.targets.find(({ name }) => name === target) ?? dataset.targets[0]);
  const plans = planFits(record.protocol, history.tasks.count, experiment.split, training.validation, facts);
  const plan = plans[index];
  if (!plan) throw new InputError(`the run has no fit ${index}`);
  const used = usedPairs(selectRows(matrix, plan.train));
  const sizes = [...new Set([...slideSizes, own])].sort((a, b) => a - b);
  const errors: number[] = [];
  for (const size of sizes) {
    if (isCancelled()) throw new Cancelled();
    errors.push(reconstructionError(trainEmbeddings(used, sites.length, size, new RandomState(plan.seed)), used));
  }
  const count = used.reduce((sum, one) => sum + one, 0);
  return { curve: { sizes, errors, own, pairs: used.length, used: count }, fingerprint: history.fingerprint };
}
