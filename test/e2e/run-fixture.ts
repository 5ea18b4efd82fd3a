import type { ResultMetric } from '../../src/measures/metrics.ts';
import { traitsOf } from '../../src/models/registry.ts';
import type { Drivers } from '../../src/protocol/drivers.ts';
import type { Explanation } from '../../src/protocol/explanation.ts';
import type { Policy, PolicyDetails } from '../../src/protocol/policy.ts';
import type { TargetIntervals } from '../../src/protocol/result-intervals.ts';
import type { EpochMetrics, EpochRecord, FitView, RunRecord, RunState, TargetSummary } from '../../src/protocol/run.ts';
import type {
  EmbeddingMap,
  RunDrivers,
  RunExplanation,
  RunQuestions,
  RunReconstruction,
  RunSamples,
  RunSnapshot,
  RunTask,
  RunThresholds,
  RunUpdate,
} from '../../src/protocol/run-panel.ts';
import type { ArgumentOf } from '../../src/protocol/service.ts';
import { thresholdsOf } from '../../src/runs/run-samples.ts';
import { summarizeFits } from '../../src/runs/summary.ts';
import { fitRecord, metricsOf, runRecord } from '../records.ts';

/*
 * A run as the product would tell of it, with invented numbers in the shapes of slides 20–41: losses that fall, a
 * confusion MSE that falls and rises again, small classes whose recall is given up for that of the large one.
 */

/** The study's targets, with about its numbers of examples per class. */
const studyTargets = [
  { target: 'action', classes: ['acdc', 'clone', 'special'], counts: [8412, 934, 138] },
  { target: 'memory', classes: ['2k-9k', '10k-16k', '18k-20k', 'default'], counts: [214, 112, 381, 8815] },
  { target: 'splitting', classes: ['2x-3x', '10x-100x', 'default'], counts: [35, 109, 9378] },
  { target: 'xrootd', classes: ['disabled', 'enabled', 'default'], counts: [0, 2667, 6855] },
];

export interface FixtureOptions {
  readonly model?: string;
  /** The model's own settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly protocol?: RunRecord['protocol'];
  readonly state?: RunState;
  readonly targets?: readonly string[];
  readonly fits?: number;
  /** Fits of each target that are complete; all by default. */
  readonly done?: number;
  /** Epochs that the fit after the complete ones has made so far, in the first target only. */
  readonly epochsOfRunning?: number;
  /** Epochs that complete fits took at least; each fit takes a few more. */
  readonly epochs?: number;
  readonly maxEpochs?: number;
  readonly error?: string;
  readonly synthetic?: boolean;
  /** With baselines, and calibrated; split by task. */
  readonly trusted?: boolean;
}

/** The snapshot that a host would give of such a run. */
export function runSnapshot(options: FixtureOptions = {}): RunSnapshot {
  const protocol = options.protocol ?? 'cross-validation';
  const fitCount = options.fits ?? (protocol === 'holdout' ? 1 : 5);
  const done = options.done ?? fitCount;
  const targets = studyTargets.filter(({ target }) => options.targets?.includes(target) ?? true);
  const fits = targets.flatMap(({ target }, t) =>
    Array.from({ length: fitCount }, (_, index): FitView => {
      if (index < done) return doneFit(target, index, options.epochs ?? 22);
      const epochs = index === done && t === 0 ? fitEpochs(target, index, options.epochsOfRunning ?? 0) : [];
      return { target, index, state: epochs.length > 0 ? 'running' : 'waiting', epochs };
    }),
  );
  const state = options.state ?? (done === fitCount ? 'done' : 'running');
  const model = options.model ?? 'simple';
  const run = runRecord({
    id: '2026-03-14-091500-simple',
    model,
    specification: { model, settings: options.settings ?? {} },
    protocol,
    state,
    createdAt: '2026-03-14T09:15:00.000Z',
    owner: { host: 'localhost', process: 4242 },
    ...(state === 'running' ? {} : { finishedAt: '2026-03-14T09:18:12.000Z', seconds: 192 }),
    experimentFile: 'study.oap.json',
    experiment: options.trusted ? { split: { by: 'task' } } : {},
    history: {
      file: 'history.json',
      bytes: 4_718_592,
      sha256: '0'.repeat(64),
      tasks: 9522,
      codes: 54,
      sites: 142,
      synthetic: options.synthetic ?? false,
    },
    targets,
    fitsPerTarget: fitCount,
    versions: { oap: '0.1.0', node: '20.18.0', engine: 'sparse' },
    ...(options.error !== undefined && { error: options.error }),
    summary: options.trusted ? summaries(fits).map(trusted) : summaries(fits),
  });
  return {
    kind: 'snapshot',
    run,
    traits: traitsOf(model),
    maxEpochs: options.maxEpochs ?? 200,
    fits,
    cancellable: state === 'running',
    notices: [],
  };
}

/** What each target's complete fits say together. */
export function summaries(fits: readonly FitView[]): RunRecord['summary'] {
  return studyTargets.flatMap(({ target }) => {
    const records = fits.flatMap((fit) => (fit.target === target && fit.record ? [fit.record] : []));
    return records.length === 0 ? [] : [summarizeFits(target, records)];
  });
}

/** With what needs no model beside it, and calibrated. */
function trusted(summary: TargetSummary): TargetSummary {
  const [usual] = summary.perClass.toSorted((a, b) => b.support - a.support);
  const share = usual.support / summary.perClass.reduce((sum, { support }) => sum + support, 0);
  const spread = (mean: number) => ({ mean, std: 0.004 });
  const scores = { confusionMse: spread(0.2222), recall: spread(1 / summary.classes.length) };
  const others = { precision: spread(share / summary.classes.length), f1: spread(0.3), accuracy: spread(share) };
  const bins = (gap: number) =>
    [6, 7, 8, 9, 10, 11, 12, 13, 14].map((bin, i) => {
      const confidence = (bin + 0.5) / 15;
      return { bin, count: 120 * (i + 1), accuracy: clamp(confidence + gap * (1 - i / 12)), confidence };
    });
  return {
    ...summary,
    baselines: {
      mostFrequent: { class: usual.class, ...scores, ...others },
      sameWorkflow: { known: 0.361, ...scores, ...others, accuracy: spread(Math.min(share + 0.02, 1)) },
    },
    calibration: {
      method: 'bias-corrected-temperature',
      rows: 1333,
      notes: [],
      raw: { ece: 0.214, brier: 0.501, logLoss: 0.871, bins: bins(0.3) },
      calibrated: { ece: 0.019, brier: 0.334, logLoss: 0.588, bins: bins(0.02) },
    },
  };
}

/** What is behind `policyAnswer`. */
export function policyDetailsAnswer(): PolicyDetails {
  /** Through the point of the policy, an error of `error` at a share of `at`. */
  const curve = (target: string, at: number, error: number) => ({
    target,
    points: Array.from({ length: 40 }, (_, i) => {
      const share = (i + 1) / 40;
      const here = error * (0.4 + 0.6 * (share / at) ** 3);
      return { share, threshold: 1 - 0.6 * share, error: here, errorUpper: here + 0.006 * Math.sqrt(at / share) };
    }),
  });
  const points: Readonly<Record<string, readonly [number, number]>> = {
    memory: [0.624, 0.012],
    splitting: [0.91, 0.012],
  };
  const codes = [
    ['50660', 'Too much memory'],
    ['85', 'Read error'],
    ['71104', 'Site blocked'],
    ['99303', 'Lost'],
  ];
  return {
    curves: studyTargets.map(({ target }) => curve(target, ...(points[target] ?? [0.6, 0.05]))),
    classes: studyTargets.flatMap(({ target, classes }) =>
      classes.map((name, c) => ({ target, class: name, tasks: 400 * (c + 1), asked: 90 * (c + 1) })),
    ),
    codes: codes.map(([code, title], i) => ({ code, title, tasks: 400 - 90 * i, asked: [300 - 90 * i, 30, 12, 9] })),
    costs: studyTargets.map(({ target }, i) => ({ target, policy: 0.004 * (i + 1), always: 0.12 / (i + 1) })),
  };
}

/** Intervals around the results of a run. */
export function intervalsAnswer({ run }: RunSnapshot): TargetIntervals[] {
  return run.summary.map((target) => {
    const around = (metric: ResultMetric) => {
      const { mean } = target[metric];
      return { low: mean * 0.93, high: mean * 1.06 };
    };
    return {
      target: target.target,
      tasks: 6640,
      workflows: 4711,
      metrics: {
        confusionMse: around('confusionMse'),
        recall: around('recall'),
        precision: around('precision'),
        f1: around('f1'),
        accuracy: around('accuracy'),
      },
    };
  });
}

/** A policy that acts on some targets only. */
export function policyAnswer({ maxError, confidence }: { maxError: number; confidence: number }): Policy {
  const nothing = { acted: 0, errors: 0, share: 0, shareLow: 0, shareHigh: 0, error: null, errorUpper: null };
  const half = { tasks: 1430, workflows: 1008 };
  const some = {
    acted: 893,
    errors: 11,
    share: 0.624,
    shareLow: 0.6,
    shareHigh: 0.648,
    error: 0.012,
    errorUpper: 0.018,
  };
  return {
    version: 1,
    run: 'one',
    fingerprint: '',
    model: 'simple',
    synthetic: true,
    createdAt: '2026-03-14T09:18:12.000Z',
    maxError,
    confidence,
    seed: 42,
    targets: {
      action: { threshold: null, chosenOn: half, checked: { ...half, ...nothing } },
      memory: { threshold: 0.9812, chosenOn: half, checked: { ...half, ...some } },
      splitting: {
        threshold: 0.9644,
        chosenOn: half,
        checked: { ...half, ...some, acted: 1301, share: 0.91, shareLow: 0.9, shareHigh: 0.92 },
      },
      xrootd: { threshold: null, chosenOn: half, checked: { ...half, ...nothing } },
    },
    together: { checked: { ...half, ...nothing } },
  };
}

/** The delta that tells of one more epoch. */
export function epochUpdate(target: string, index: number, epoch: number): Extract<RunUpdate, { kind: 'epochs' }> {
  return { kind: 'epochs', epochs: [{ target, index, record: fitEpochs(target, index, epoch + 1)[epoch] }] };
}

/** A complete fit, stopped six epochs after its best. */
export function doneFit(target: string, index: number, atLeast: number): FitView {
  const { classes, counts } = targetOf(target);
  const epochsRun = atLeast + ((index * 3) % 7);
  const epochs = fitEpochs(target, index, epochsRun);
  const bestEpoch = Math.max(epochsRun - 7, 0);
  const record = fitRecord({
    target,
    index,
    seed: 42 + index,
    classes,
    examples: { training: 5332, validation: 1333, evaluation: 1333 },
    epochsRun,
    bestEpoch,
    stopEpoch: epochsRun - 1,
    stopReason: 'max-delta',
    seconds: epochsRun * 0.21,
    confusion: confusionOf(counts, epochs[bestEpoch].validation.recall),
    metrics: epochs[bestEpoch].validation,
    notes: counts.includes(0) ? [`class ${classes[counts.indexOf(0)]} has no examples in the evaluated tasks`] : [],
  });
  return { target, index, state: 'done', epochs, record };
}

function fitEpochs(target: string, index: number, count: number): EpochRecord[] {
  const { counts } = targetOf(target);
  const noise = noiseOf(target.length * 31 + index * 7919);
  for (let i = 0; i < 5; i++) noise();
  // What sets this fit apart from the others: where its classes end up.
  const bias = counts.map(() => 0.07 * noise());
  return Array.from({ length: count }, (_, epoch) => ({
    epoch,
    seconds: 0.2 + 0.02 * noise(),
    training: epochMetrics(counts, bias, epoch, 0.2, noise),
    validation: epochMetrics(counts, bias, epoch, 1, noise),
  }));
}

function epochMetrics(
  counts: readonly number[],
  bias: readonly number[],
  epoch: number,
  overfit: number,
  noise: () => number,
): EpochMetrics {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const learned = 1 - Math.exp(-(epoch + 1) / 5);
  const given = overfit * Math.min(epoch / 120, 0.25);
  const recall = counts.map((count, c) => {
    if (count === 0) return 0;
    const large = count / total > 0.5;
    const goal = large ? 0.86 + given / 2 : 0.72 - given - 60 / (count + 300);
    return clamp(0.33 + (goal + bias[c] - 0.33) * learned + 0.02 * noise());
  });
  const crossEntropy = 1.1 - 0.45 * learned + 0.4 * given + 0.4 * bias[0] + 0.015 * noise();
  return metricsOf(confusionOf(counts, recall), crossEntropy);
}

/** Counts whose diagonal agrees with the recall; the rest goes to the other classes by their size. */
function confusionOf(counts: readonly number[], recall: readonly number[]): number[][] {
  return counts.map((count, row) => {
    const examples = Math.round(count * 0.14);
    const right = Math.round(examples * recall[row]);
    const others = counts.map((size, column) => (column === row ? 0 : Math.sqrt(size + 50)));
    const sum = others.reduce((a, b) => a + b, 0);
    const cells = others.map((weight) => Math.floor(((examples - right) * weight) / sum));
    cells[row] = examples - cells.reduce((a, b) => a + b, 0);
    return cells;
  });
}

function targetOf(target: string): (typeof studyTargets)[number] {
  return studyTargets.find((one) => one.target === target)!;
}

/** Numbers from −1 to 1, always the same for a seed. */
function noiseOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

function clamp(share: number): number {
  return Math.min(Math.max(share, 0), 1);
}

/** The predictions behind the complete fits of a target: as many samples in each cell as its confusion matrices have. */
export function samplesAnswer({ fits, run }: RunSnapshot, target: string): RunSamples {
  const noise = noiseOf(99);
  const names: string[] = [];
  const columns = { task: [], fit: [], truth: [], predicted: [], probabilities: [] } as Record<string, number[]>;
  const records = fits.flatMap(({ record }) => (record?.target === target ? [record] : []));
  for (const { index, confusion } of records) {
    for (const [truth, row] of confusion.entries()) {
      for (const [predicted, count] of row.entries()) {
        for (let i = 0; i < count; i++) {
          columns.task.push(names.length);
          names.push(taskName(names.length));
          columns.fit.push(index);
          columns.truth.push(truth);
          columns.predicted.push(predicted);
          columns.probabilities.push(...probabilitiesOf(row.length, predicted, truth, noise));
        }
      }
    }
  }
  const { task, fit, truth, predicted, probabilities } = columns;
  return {
    target,
    fits: records.map(({ index }) => index),
    names,
    task,
    fit,
    truth,
    predicted,
    probabilities,
    codes: [
      { code: '-1', title: 'Not reported' },
      { code: '8021', title: 'File read error' },
      { code: '99109', title: '' },
    ],
    sites: ['T1_DE_KIT', 'T2_US_Caltech'],
    notices: run.state === 'done' ? [] : ['Fit 2: 3 damaged lines were left out of its predictions.'],
  };
}

export function thresholdsAnswer(samples: RunSamples, positive: number, fit: number | null = null): RunThresholds {
  return thresholdsOf(samples, samples.probabilities.length / samples.task.length, positive, fit);
}

/** Embeddings of the study's size on a map: three clouds of codes, sites around them. */
export function embeddingsAnswer(): EmbeddingMap {
  const noise = noiseOf(7);
  const families = ['unix signal', 'executable', 'file', 'stage-out', 'agent', 'batch', 'unknown'];
  const codes = Array.from({ length: 54 }, (_, i) => ({
    kind: 'code' as const,
    name: String(8000 + 37 * i),
    group: families[i % families.length],
    title: i % 3 === 0 ? 'File read error' : '',
    x: 1.5 * Math.cos(i % 7) + 0.6 * noise(),
    y: 0.8 * Math.sin(i % 7) + 0.4 * noise(),
    nearest: [1, 2, 3, 4, 5].map((step) => (i + step) % 54),
  }));
  const countries = ['US_Caltech', 'DE_KIT', 'CH_CERN', 'IT_Pisa', 'UK_SGrid_Bristol', 'FR_IN2P3', 'ES_CIEMAT'];
  const sites = Array.from({ length: 142 }, (_, i) => ({
    kind: 'site' as const,
    name: `T${i % 4}_${countries[i % 7]}${i > 27 ? `_${i}` : ''}`,
    group: `T${i % 4}`,
    title: '',
    x: 2.2 * noise(),
    y: 1.1 * noise(),
    nearest: [1, 2, 3, 4, 5].map((step) => 54 + ((i + step) % 142)),
  }));
  return { size: 20, explained: [0.31, 0.14], names: [...codes, ...sites] };
}

/** The shape of slide 11's curve. */
export function reconstructionAnswer(stale = false): RunReconstruction {
  const sizes = [1, 2, 4, 6, 8, 10, 13, 16, 20, 25, 30, 50];
  const errors = [0.052, 0.041, 0.033, 0.028, 0.023, 0.019, 0.015, 0.011, 0.008, 0.005, 0.003, 0.0004];
  const curve = { sizes, errors, own: 20, pairs: 54 * 142, used: 1311 };
  return { stale, curve };
}

/** What the host tells of a task: a few codes at good and bad sites, and where it was merely listed. */
export function taskAnswer(stale = false): RunTask {
  const sites = ['T1_DE_KIT', 'T2_CH_CERN', 'T2_US_Caltech', 'T2_US_Wisconsin', 'T1_RU_JINR', 'T2_UK_SGrid_Bristol'];
  return {
    stale,
    errors: {
      line: 4711,
      codes: [
        {
          code: '-1',
          title: 'Not reported',
          description: 'The step was listed at the site but no exit code was recorded',
          usualAction: 'acdc',
        },
        {
          code: '50660',
          title: 'Too much memory',
          description: 'The job used more memory than it was given, and was ended by its wrapper',
          usualAction: 'raise memory',
        },
        { code: '8021', title: 'File read error', description: 'A file could not be read', usualAction: 'acdc' },
        { code: '99109', title: '', description: '', usualAction: '' },
      ],
      sites: sites.map((site, i) => ({ site, good: i < 4 })),
      counts: [
        [1, 1, 1, 1, 1, 1],
        [12, 0, 480, 3, 0, 0],
        [0, 7, 0, 0, 55, 2],
        [0, 0, 0, 1, 0, 0],
      ],
    },
  };
}

/** Why a fit gives a class to the task of `taskAnswer`. */
export function explanationAnswer(
  asked: ArgumentOf<RunQuestions['explain']>,
  others: Partial<Explanation> = {},
): RunExplanation {
  const cells = [
    ['50660', 'T2_US_Caltech', 480, 1.6207],
    ['8021', 'T1_RU_JINR', 55, -0.8114],
    ['8021', 'T2_CH_CERN', 7, -0.2605],
    ['50660', 'T1_DE_KIT', 12, 0.3312],
    ['50660', 'T2_US_Wisconsin', 3, 0.0894],
    ['8021', 'T2_UK_SGrid_Bristol', 2, 0.0211],
    ['-1', 'T1_RU_JINR', 1, -0.0187],
    ['-1', 'T1_DE_KIT', 1, 0.0042],
  ] as const;
  const explanation: Explanation = {
    target: asked.target,
    class: ['acdc', 'clone', 'special'][asked.class] ?? '',
    method: 'integrated-gradients',
    base: -0.424,
    value: 0.556,
    cells: cells.map(([code, site, count, contribution]) => ({ code, site, good: null, count, contribution })),
    rest: 0.004,
    attention: null,
    ...others,
  };
  return { explanation, unknown: 1 };
}

/** What drives a class: as many codes and sites as the study has. */
export function driversAnswer(asked: ArgumentOf<RunQuestions['drivers']>, others: Partial<Drivers> = {}): RunDrivers {
  const noise = noiseOf(7 + asked.class);
  const tasks = 2000;
  const driver = (i: number) => {
    const strength = 0.9 * Math.exp(-i / 6);
    const present = strength * (1.5 + noise()) * (noise() < 0.2 ? 1 : -1);
    return { tasks: Math.round(20 + 900 * (noise() + 1)), present, absent: null, strength };
  };
  const codes = ['50660', '8021', '-1', '99109', '8028', '92', '85', '8001', '134', '137', '11003', '60311', '71304'];
  const all = Array.from({ length: 54 }, (_, i) => codes[i] ?? String(60300 + i));
  const titles = new Map([
    ['50660', 'Too much memory'],
    ['8021', 'File read error'],
    ['-1', 'Not reported'],
  ]);
  const sites = Array.from({ length: 142 }, (_, i) => `T${(i % 3) + 1}_${['US', 'DE', 'UK', 'IT'][i % 4]}_Site${i}`);
  const cells = Array.from({ length: 300 }, (_, i) => ({ code: all[i % 9], site: sites[(i * 7) % 40] }));
  const named = (code: string) => ({ code, title: titles.get(code) ?? '' });
  const found: Drivers = {
    method: 'integrated-gradients',
    tasks,
    of: 6640,
    missing: 0,
    base: -0.42,
    value: 0.871,
    codes: all.map((code, i) => ({ ...named(code), ...driver(i), attention: null })),
    sites: sites.map((site, i) => ({ site, good: null, ...driver(i), attention: null })),
    cells: cells.map(({ code, site }, i) => ({ ...named(code), site, good: null, ...driver(i / 3) })),
    codeCount: 54,
    siteCount: 142,
    cellCount: 1870,
    ...others,
  };
  return { stale: false, drivers: found };
}

/** As `explanationAnswer`, of a network with attention. */
export function attentionExplanation(asked: Parameters<typeof explanationAnswer>[0]): RunExplanation {
  const codes = [
    { code: '50660', weight: 0.612 },
    { code: '8021', weight: 0.141 },
    { code: '-1', weight: 0.008 },
  ];
  const sites = ['T2_US_Caltech', 'T1_RU_JINR', 'T1_DE_KIT'].map((site, i) => ({
    site,
    good: null,
    weight: 0.3 / (i + 1),
  }));
  return explanationAnswer(asked, { attention: { codes, sites } });
}

/** As `explanationAnswer`, of trees: cells without a count speak, too. */
export function treeExplanation(asked: Parameters<typeof explanationAnswer>[0]): RunExplanation {
  const { explanation, ...others } = explanationAnswer(asked, { method: 'tree-shap' });
  const absent = { code: '8028', site: 'T2_US_Nebraska', good: null, count: 0, contribution: 0.9124 };
  const cells = [...explanation.cells, absent].sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  return { ...others, explanation: { ...explanation, cells, value: explanation.value + absent.contribution } };
}

/** As `driversAnswer`, of a network with attention. */
export function attentionDrivers(asked: Parameters<typeof driversAnswer>[0]): RunDrivers {
  const { drivers: found, ...others } = driversAnswer(asked);
  const weigh = <Driver extends object>(driver: Driver, i: number) => ({ ...driver, attention: 0.42 / (i + 1) });
  return { ...others, drivers: { ...found, codes: found.codes.map(weigh), sites: found.sites.map(weigh) } };
}

/** As `driversAnswer`, of trees. */
export function treeDrivers(asked: Parameters<typeof driversAnswer>[0]): RunDrivers {
  const { drivers: found, ...others } = driversAnswer(asked, { method: 'tree-shap' });
  const oppose = <Driver extends { present: number | null }>(driver: Driver) => ({
    ...driver,
    absent: -(driver.present ?? 0) / 4,
  });
  const { codes, sites, cells } = found;
  return {
    ...others,
    drivers: { ...found, codes: codes.map(oppose), sites: sites.map(oppose), cells: cells.map(oppose) },
  };
}

function taskName(i: number): string {
  const campaign = ['RunIIFall17GS', 'PhaseIISpring17D', 'pPb816Spring16GS', 'RunIISummer16DR80'][i % 4];
  const step = ['DataProcessing', 'Production', 'Production/ProductionMergeRAWSIMoutput', 'StepOneProc'][(i * 7) % 4];
  return `/synthetic_task_${['SUS', 'HIG', 'TOP', 'EXO', 'BPH'][i % 5]}-${campaign}-${String(i).padStart(5, '0')}__v1_T_1804${10 + (i % 20)}_152441_3931/${step}`;
}

/** Random, the highest that of the predicted class, and of the others' that of the true class. */
function probabilitiesOf(classes: number, predicted: number, truth: number, noise: () => number): number[] {
  const weights = Array.from({ length: classes }, (_, c) => {
    const chance = 0.5 + 0.25 * clamp(noise() / 2 + 0.5);
    if (c === predicted) return 1 + 1.5 * clamp(noise() / 2 + 0.5);
    return c === truth ? chance + 0.2 : chance;
  });
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => Number((weight / sum).toFixed(6)));
}
