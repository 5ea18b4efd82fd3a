import * as z from 'zod';
import type { Suffix } from '../models/model.ts';
import { findModel, models } from '../models/registry.ts';

/*
 * The experiment file (`*.oap.json`): the single definition for its validation, its types and the JSON schema for editors.
 * Every field has a default, so `{"history": "history.json"}` is a complete experiment. Objects whose names come from data are
 * Maps (`writtenValue`).
 */

/*
 * Every number in an experiment that decides about memory or loops has a limit, far above real use: operators' decisions have
 * tens of classes, a history at most 200 parameters.
 */
const maxTargets = 200;
const maxClasses = 1000;
const maxRawValues = 100_000;
export const maxModels = 1000;
const maxPathLength = 4096;

const targetDefinition = z
  .strictObject({
    classes: z
      .map(z.string().min(1), z.array(z.string()).max(maxRawValues))
      .refine((classes) => classes.size <= maxClasses, `expected at most ${maxClasses} classes`)
      .optional()
      .describe(
        'Classes to predict: name → raw values merged into it. A raw value that no class lists becomes a separate class. Omitted = the merged classes of the study for its four targets, the raw values for others.',
      ),
    default: z
      .string()
      .min(1)
      .default('default')
      .describe('Name of the class for tasks whose value is empty or missing.'),
  })
  .describe('A decision to predict.');

const earlyStoppingFields = {
  patience: z
    .int()
    .min(1)
    .max(100_000)
    .default(7)
    // Slide 16.
    .describe('Stop after this many epochs without improvement of any metric (study: 7).'),
  maxDelta: z
    .number()
    .positive()
    .max(1e6)
    .default(0.3)
    // Slide 16.
    .describe('Stop when confusion MSE is worse than its best by more than this share (study: 0.3 = 30 %).'),
  movingAverage: z
    .int()
    .min(1)
    .max(1000)
    .default(2)
    // Slide 18.
    .describe('Number of epochs over which metrics are averaged before they are compared (study: 2).'),
  restoreBest: z
    .boolean()
    .default(true)
    .describe('Evaluate the weights of the best epoch. false = those of the last epoch, as in the published code.'),
};

const featureFields = {
  transform: z
    .enum(['none', 'log1p', 'binary'])
    .default('none')
    .describe('How a count n is transformed: n itself (as in the study), ln(1 + n), or 1.'),
  sites: z
    .enum(['merged', 'good-bad'])
    .default('merged')
    .describe('Add up the counts at good and bad sites, or keep them apart.'),
  totals: z
    .boolean()
    .optional()
    .describe('Also give models the sum of each code over all sites, and of each site over all codes.'),
};

/** The same fields, all optional: only the given ones override. */
export const featureOverrides = z.strictObject({
  transform: featureFields.transform.unwrap().optional(),
  sites: featureFields.sites.unwrap().optional(),
  totals: featureFields.totals,
});

const trainingFields = {
  maxEpochs: z.int().min(1).max(100_000).default(200).describe('Maximum number of epochs (or boosting rounds).'),
  batchSize: z.int().min(1).max(65_536).default(256).describe('Examples per step of the optimiser.'),
  learningRate: z.number().positive().max(10).default(0.001).describe('Learning rate of Adam.'),
  validation: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.2)
    .describe('Share of the training rows that early stopping watches (hold-out and repeated test).'),
  earlyStopping: z
    .union([z.literal(false), z.strictObject(earlyStoppingFields)])
    .prefault({})
    // Slides 30–41.
    .describe('When to stop training. false = train all epochs and mark where training would have stopped.'),
};
export const trainingSettings = z.strictObject(trainingFields).describe('How models are trained.');

/** The same fields, all optional: only the given ones override. */
export const trainingOverrides = z.strictObject({
  maxEpochs: trainingFields.maxEpochs.unwrap().optional(),
  batchSize: trainingFields.batchSize.unwrap().optional(),
  learningRate: trainingFields.learningRate.unwrap().optional(),
  validation: trainingFields.validation.unwrap().optional(),
  earlyStopping: z
    .union([
      z.literal(false),
      z.strictObject({
        patience: earlyStoppingFields.patience.unwrap().optional(),
        maxDelta: earlyStoppingFields.maxDelta.unwrap().optional(),
        movingAverage: earlyStoppingFields.movingAverage.unwrap().optional(),
        restoreBest: earlyStoppingFields.restoreBest.unwrap().optional(),
      }),
    ])
    .optional(),
});

/** Whether the named model may have a suffix; true for unknown models, which are another problem. */
function canHave(name: string, suffix: Suffix): boolean {
  return findModel(name.split('+')[0])?.suffixes.includes(suffix) ?? true;
}

const modelName = z
  .string()
  .regex(/^[a-z0-9]+(\+attention)?(\+smote)?$/, {
    error: 'expected a model such as "simple", optionally followed by "+attention" and then "+smote"',
  })
  .refine((name) => findModel(name.split('+')[0]) !== undefined, {
    error: ({ input }) =>
      `there is no model "${String(input).split('+')[0]}", expected one of: ${models.map(({ name }) => name).join(', ')}`,
  })
  .refine((name) => !name.includes('+attention') || canHave(name, 'attention'), {
    error: ({ input }) => `${String(input).split('+')[0]} has no attention: only networks do`,
  })
  .refine((name) => !name.includes('+smote') || canHave(name, 'smote'), {
    error: ({ input }) => `the examples of ${String(input).split('+')[0]} cannot be balanced with SMOTE`,
  })
  .describe('A model: its family, optionally followed by "+attention" and "+smote".');

const smoteFields = {
  neighbours: z
    .int()
    .min(1)
    .max(100)
    .default(5)
    .describe('Number of nearest neighbours from which synthetic examples are made.'),
  tooSmall: z
    .enum(['reduce', 'strict'])
    .default('reduce')
    .describe(
      'Classes with too few examples for the neighbours: use fewer neighbours and leave a single example unchanged, or refuse as imbalanced-learn does.',
    ),
};
export const smoteSettings = z.strictObject(smoteFields);
export type SmoteSettings = z.infer<typeof smoteSettings>;
export const defaultSmote: SmoteSettings = smoteSettings.parse({});

/** The common fields of all model entries, next to the family's own settings. */
export interface ModelEntry {
  readonly model: string;
  readonly name?: string | undefined;
  readonly attention: boolean;
  readonly smote: boolean | SmoteSettings;
  readonly training?: TrainingOverrides | undefined;
  readonly features?: FeatureOverrides | undefined;
}

/** A model's entry as written in a file: omitted fields have their defaults. */
export type WrittenEntry = Pick<ModelEntry, 'model'> & Partial<ModelEntry> & Readonly<Record<string, unknown>>;

/** Maximum length of a model's name. */
export const maxModelNameLength = 100;

/** One model to train, with its own settings. */
const modelEntry = z.discriminatedUnion(
  'model',
  models.map(({ name, description, settings, suffixes }) =>
    z
      .strictObject({
        model: z.literal(name).describe(description),
        name: z
          .string()
          .min(1)
          .max(maxModelNameLength)
          .optional()
          .describe('Name in lists, tables and run folders. Omitted = the model with its suffixes.'),
        attention: (suffixes.includes('attention') ? z.boolean() : z.literal(false))
          .default(false)
          // Slide 10.
          .describe('Weight error codes and sites by attention first.'),
        smote: (suffixes.includes('smote') ? z.union([z.boolean(), smoteSettings]) : z.literal(false))
          .default(false)
          .describe('Balance the classes of the training rows with SMOTE.'),
        training: trainingOverrides.optional().describe('Overrides `training` for this model.'),
        features: featureOverrides.optional().describe('Overrides `features` for this model.'),
        ...(settings as z.ZodObject).shape,
      })
      .describe(description),
  ) as never,
) as unknown as z.ZodType<ModelEntry>;

const costsByClass = z
  .map(z.string(), z.map(z.string(), z.number().min(0).max(1e9)))
  .refine((costs) => costs.size <= maxClasses && [...costs.values()].every(({ size }) => size <= maxClasses), {
    error: `expected at most ${maxClasses} classes`,
  })
  .describe(
    'What it costs to recommend a class where another one is true: true class → recommended class → cost. What is not written costs 1, a correct class nothing.',
  );

/** The models of an experiment that names none. */
export const usualModels = ['simple'];

export const experimentDefinition = z
  .strictObject({
    $schema: z.string().optional(),
    history: z.string().min(1).max(maxPathLength).describe('The history file, relative to this file.'),
    targets: z
      .map(z.string().min(1), targetDefinition)
      .refine((targets) => targets.size > 0, 'expected at least one target')
      .refine((targets) => targets.size <= maxTargets, `expected at most ${maxTargets} targets`)
      .optional()
      .describe(
        'Decisions to predict. Omitted = action, memory, splitting and xrootd, as far as the history has them.',
      ),
    features: z.strictObject(featureFields).prefault({}),
    models: z
      .array(z.union([modelName, modelEntry]))
      .min(1)
      .max(maxModels)
      .default([...usualModels])
      .describe('Models to train.'),
    split: z
      .strictObject({
        test: z.number().gt(0).lt(1).default(0.3).describe('Share of the tasks set aside for testing.'),
        folds: z.int().min(2).max(100).default(5).describe('Number of folds of the cross-validation.'),
        repeats: z.int().min(1).max(100).default(5).describe('Number of trainings of the repeated test.'),
        by: z
          .enum(['task', 'workflow', 'time'])
          .default('task')
          .describe(
            'Split by task (as in the study), keep all tasks of a workflow on one side, so that nothing leaks, or test on the latest tasks.',
          ),
        order: z
          .string()
          .min(1)
          .max(maxPathLength)
          .optional()
          .describe(
            'For a split by time: the parameter of the tasks whose numbers or dates (2026-01-31, 2026-01-31T12:00:00Z) order them. Omitted = the order of the history.',
          ),
        stratify: z
          .boolean()
          .optional()
          .describe(
            'Share out every class evenly between the parts of a split by task or workflow, so that rare classes are in all of them. Each target is then split by itself.',
          ),
        nested: z
          .boolean()
          .optional()
          .describe(
            'Cross-validation with a validation share inside each fold: early stopping does not watch the held-out fold.',
          ),
        seed: z.int().min(0).max(4_294_967_295).default(42).describe('Seed of all random numbers.'),
      })
      .refine(({ by, stratify }) => by !== 'time' || !stratify, {
        path: ['stratify'],
        error: 'a split by time cannot be stratified, as the time decides where each task goes',
      })
      .refine(({ by, order }) => by === 'time' || order === undefined, {
        path: ['order'],
        error: 'only a split by time has an order, expected "by": "time"',
      })
      .prefault({}),
    training: trainingSettings.prefault({}),
    engine: z
      .enum(['auto', 'sparse', 'tensorflow'])
      .default('auto')
      .describe('The engine that trains networks: the sparse engine (auto, sparse) or TensorFlow.js.'),
    decision: z
      .union([z.enum(['balanced', 'most-likely']), z.strictObject({ costs: costsByClass })])
      .default('balanced')
      .describe(
        'Which class is recommended: the one of the model, for which rare classes count as much as frequent ones (balanced, as in the study), the most likely one, or the one of the least expected cost.',
      ),
  })
  .describe('An experiment of Operator Action Predictions.');

/** An experiment with every default filled in. */
export type Experiment = z.infer<typeof experimentDefinition>;
export type TrainingSettings = Experiment['training'];
export type FeatureOverrides = z.infer<typeof featureOverrides>;
export type TrainingOverrides = z.infer<typeof trainingOverrides>;
export type EarlyStoppingSettings = Exclude<TrainingSettings['earlyStopping'], false>;

export const defaultEarlyStopping: EarlyStoppingSettings = z.strictObject(earlyStoppingFields).parse({});
