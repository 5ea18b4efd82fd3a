import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { History } from '../../../src/dataset/history.ts';
import { executeFit } from '../../../src/execution/execute-fit.ts';
import { buildDataset } from '../../../src/experiment/dataset.ts';
import { featuresOf, modelSpecifications } from '../../../src/experiment/model-specification.ts';
import { requireExperiment } from '../../../src/experiment/read-experiment.ts';
import { RandomState } from '../../../src/learning/random.ts';
import { models } from '../../../src/models/registry.ts';
import { protocolNames } from '../../../src/protocol/run.ts';
import { temporaryFolder } from '../../records.ts';
import { parse } from '../dataset/files.ts';

/*
 * What is learned from decisions that were drawn by lot cannot be worth more than chance. If it is, test tasks have leaked into the
 * training: by the split, by SMOTE, by early stopping.
 */

const root = temporaryFolder();
const [codes, sites, workflows, tasksOfOne] = [6, 4, 80, 3];

/** The tasks of a workflow are nearly equal, as in reality: what is learned by heart of one says something of the others. */
function historyOf(kind: 'drawn by lot' | 'by code'): History {
  const random = new RandomState(7);
  const draw = (n: number): number => random.randint(0, n, 1)[0];
  /** Each class has codes of its own. */
  const codeOf = (isRare: boolean): number => (isRare ? draw(2) : 2 + draw(codes - 2));
  const entries = Array.from({ length: workflows }, (_, workflow) => {
    const isRare = draw(3) === 0;
    const own = Array.from({ length: 3 }, () => [kind === 'by code' ? codeOf(isRare) : draw(codes), draw(sites)]);
    return Array.from({ length: tasksOfOne }, (__, step) => {
      const counts: Record<string, Record<string, number>> = {};
      for (const [code, site] of own) counts[`c${code}`] = { ...counts[`c${code}`], [`s${site}`]: 1 + draw(4) };
      // One third of the tasks, any of them, or those of some workflows.
      const decision = (kind === 'by code' ? isRare : draw(3) === 0) ? 'rare' : 'usual';
      return [`/w${workflow}/step${step}`, { errors: { good_sites: counts, bad_sites: {} }, parameters: { decision } }];
    });
  });
  return parse(JSON.stringify(Object.fromEntries(entries.flat())));
}

const [drawn, learnable] = [historyOf('drawn by lot'), historyOf('by code')];
const variants = models.flatMap(({ name, suffixes }) => [
  name,
  ...(suffixes.includes('attention') ? [`${name}+attention`] : []),
  ...(suffixes.includes('smote') ? [`${name}+smote`] : []),
  ...(suffixes.includes('attention') && suffixes.includes('smote') ? [`${name}+attention+smote`] : []),
]);
const splits = [
  { by: 'task' },
  { by: 'workflow' },
  { by: 'time' },
  { by: 'task', stratify: true },
  { by: 'workflow', stratify: true },
  { by: 'task', nested: true },
  { by: 'workflow', nested: true },
];

/** Mean recall of the two classes, over all fits of all protocols: the more tasks, the narrower is chance. */
function recallOf(history: History, model: string, by: object): number {
  const [family, ...suffixes] = model.split('+');
  const { experiment } = requireExperiment(
    JSON.stringify({
      history: 'history.json',
      targets: { decision: {} },
      models: [family === 'ensemble' ? { model: family, smote: suffixes.includes('smote'), repeats: 2 } : model],
      split: { folds: 3, repeats: 2, ...by },
      // Small steps would only learn which class is frequent.
      training: { maxEpochs: 6, batchSize: 32, learningRate: 0.02, earlyStopping: false },
    }),
    'x.oap.json',
  );
  const dataset = buildDataset(history, experiment);
  const [specification] = modelSpecifications(experiment);
  const { repeats, folds } = experiment.split;
  const [found, all] = [
    [0, 0],
    [0, 0],
  ];
  for (const protocol of protocolNames) {
    const run = mkdtempSync(path.join(root, 'run-'));
    const fits = { holdout: 1, 'repeated-test': repeats, 'cross-validation': folds }[protocol];
    for (let index = 0; index < fits; index++) {
      const { split } = experiment;
      const features = featuresOf(experiment, specification);
      const job = { run, protocol, target: 'decision', index, specification, features, split } as const;
      const { confusion } = executeFit(dataset, { ...job, engine: 'sparse' }, ignore, never);
      for (const [truth, row] of confusion.entries()) {
        found[truth] += row[truth];
        all[truth] += row[0] + row[1];
      }
    }
  }
  return (found[0] / all[0] + found[1] / all[1]) / 2;
}

const ignore = () => {};
const never = () => false;

describe.each(splits.map((split) => ({ split, name: JSON.stringify(split) })))('split $name', ({ split }) => {
  test.each(variants)('%s learns nothing from decisions drawn by lot', (model) => {
    const recall = recallOf(drawn, model, split);
    expect(recall).toBeGreaterThan(0.36);
    expect(recall).toBeLessThan(0.64);
  });
});

test.each(variants.filter((model) => model !== 'majority'))(
  '%s learns what there is to learn, so that the tests above would notice a leak',
  (model) => {
    expect(recallOf(learnable, model, { by: 'workflow' })).toBeGreaterThan(0.8);
  },
);
