import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { studyTargets } from '../src/dataset/study-targets.ts';
import type { Experiment } from '../src/experiment/definition.ts';
import { type ModelSpecification, modelSpecifications } from '../src/experiment/model-specification.ts';
import { requireExperiment } from '../src/experiment/read-experiment.ts';
import { findModel } from '../src/models/registry.ts';
import { timesFaster } from './measuring.ts';
import { networkOptions, runPeer } from './peer.ts';

/** What a selection, or a part of it, took. */
interface Effort {
  readonly seconds: number;
  /** Sum over the fits. */
  readonly epochs: number;
}

/**
 * Cross-validation of the study's networks with early stopping next to the same folds and rules in dense PyTorch, one
 * core each: the plain networks on one target, or all twelve on four (hours of PyTorch). Seconds per epoch are compared,
 * too, because the two stop at different epochs. Ours is the command `oap select` from start to exit: it reads the
 * history, evaluates training and held-out tasks each epoch, and writes models and predictions. PyTorch's excludes its
 * start and the reading, evaluates only the held-out tasks, and writes nothing.
 */
export function benchSelection(history: string, experimentFile: string, all: boolean): void {
  const { experiment } = requireExperiment(fs.readFileSync(experimentFile, 'utf8'), experimentFile);
  const targets = all ? [...studyTargets.keys()] : ['action'];
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'oap-bench-'));
  try {
    const file = path.join(folder, 'selection.oap.json');
    const chosenTargets = Object.fromEntries(targets.map((target) => [target, {}]));
    fs.writeFileSync(file, JSON.stringify({ ...experiment, history, targets: chosenTargets }));
    console.log(`cross-validation in ${experiment.split.folds} folds, target ${targets.join(', ')}`);
    const ours: Effort[] = [];
    const peers: Effort[] = [];
    for (const model of networksOf(experiment, all)) {
      const a = select(file, model.name);
      const b = sum(targets.map((target) => selectWithPeer(history, target, model)));
      console.log(`${model.name}: ${compare(a, b)}`);
      ours.push(a);
      peers.push(b);
    }
    console.log(`together: ${compare(sum(ours), sum(peers))}`);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

function networksOf(experiment: Experiment, all: boolean): ModelSpecification[] {
  const networks = modelSpecifications(experiment).filter(({ model }) => findModel(model)?.kind === 'network');
  return all ? networks : networks.filter(({ attention, smote }) => !attention && !smote);
}

function select(experimentFile: string, model: string): Effort {
  const args = ['dist/oap.js', 'select', experimentFile, '--model', model, '--workers', '1', '--json'];
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const seconds = (performance.now() - started) / 1000;
  if (status !== 0) throw new Error(`oap select failed: ${stderr.trim()}`);
  const [{ targets }] = (JSON.parse(stdout) as SelectDocument).runs;
  const epochs = Object.values(targets).reduce((total, { fits, epochs }) => total + fits * epochs.mean, 0);
  return { seconds, epochs: Math.round(epochs) };
}

/** The part of the document of `oap select --json` that is used here. */
interface SelectDocument {
  readonly runs: readonly {
    readonly targets: Readonly<Record<string, { readonly fits: number; readonly epochs: { readonly mean: number } }>>;
  }[];
}

function selectWithPeer(history: string, target: string, model: ModelSpecification): Effort {
  const { maxEpochs, earlyStopping } = model.training;
  if (!earlyStopping) throw new Error(`${model.name} has no early stopping`);
  const { patience, maxDelta, movingAverage } = earlyStopping;
  const options = ['--backend', 'torch-dense', '--protocol', 'cv5', '--target', target, '--epochs', String(maxEpochs)];
  options.push('--patience', String(patience), '--max-delta', String(maxDelta));
  options.push('--moving-average', String(movingAverage), ...networkOptions(model));
  const { totalSeconds, epochs } = runPeer(history, ...options);
  return { seconds: totalSeconds, epochs };
}

function sum(efforts: readonly Effort[]): Effort {
  return efforts.reduce((a, b) => ({ seconds: a.seconds + b.seconds, epochs: a.epochs + b.epochs }));
}

function compare(ours: Effort, peer: Effort): string {
  const perEpoch = timesFaster(ours.seconds / ours.epochs, peer.seconds / peer.epochs);
  return `oap ${say(ours)}, PyTorch dense ${say(peer)}: ${timesFaster(ours.seconds, peer.seconds)} faster, ${perEpoch} per epoch`;
}

function say({ seconds, epochs }: Effort): string {
  return `${seconds.toFixed(1)} s for ${epochs} epochs`;
}
