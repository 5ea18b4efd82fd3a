import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { ModelSpecification } from '../src/experiment/model-specification.ts';

const python = process.env.OAP_PYTHON ?? '/usr/bin/python3';
const script = process.env.OAP_PEERS ?? path.join('bench', 'peers', 'peers.py');

/** What Python users would run today, on the same history with the same split; see bench/peers/peers.py. */
export function runPeer(history: string, ...options: readonly string[]): PeerResult {
  if (!fs.existsSync(python)) throw new Error(`${python} is missing: node scripts/setup-tests.mjs installs the peers`);
  const args = [script, '--data', history, '--threads', '1', ...options];
  const { status, signal, stdout, stderr } = spawnSync(python, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the peer failed (${signal ?? status}): ${stderr.trim()}`);
  return JSON.parse(stdout) as PeerResult;
}

/** The peer's options for a network. Sizes and learning rate are the same defaults on both sides. */
export function networkOptions({ model, attention, smote, settings, training }: ModelSpecification): string[] {
  const options = ['--model', attention ? `${model}+attention` : model, '--batch', String(training.batchSize)];
  options.push('--dropout', String(settings.dropout), '--l2', String(settings.l2));
  return smote ? [...options, '--smote'] : options;
}

/** The output of the peers; its fields depend on the protocol. */
export interface PeerResult {
  readonly loadSeconds: { readonly total: number };
  /** Medians of the epochs (for XGBoost the rounds) after the first. */
  readonly secondsPerEpoch: { readonly train: number; readonly evaluate: number };
  /** Before the first epoch. */
  readonly prepareSeconds: number;
  /** `prepareSeconds`, and all epochs with their evaluation. */
  readonly fitSeconds: number;
  /** Cross-validation: all folds, without import and loading. */
  readonly totalSeconds: number;
  /** Cross-validation: sum over the folds. */
  readonly epochs: number;
}
