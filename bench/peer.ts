import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const python = process.env.OAP_PYTHON ?? '/usr/bin/python3';
const script = process.env.OAP_PEERS ?? path.join('bench', 'peers', 'peers.py');

/** What a Python user would run today, on the same history with the same split; see bench/peers/peers.py. */
export function runPeer(history: string, ...options: readonly string[]): PeerResult {
  if (!fs.existsSync(python)) throw new Error(`${python} is missing: node scripts/setup-tests.mjs installs the peers`);
  const args = [script, '--data', history, '--threads', '1', ...options];
  const { status, stdout, stderr } = spawnSync(python, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the peer failed: ${stderr.trim()}`);
  return JSON.parse(stdout) as PeerResult;
}

export interface PeerResult {
  readonly secondsPerEpoch: { readonly train: number; readonly min: number };
  readonly loadSeconds: { readonly total: number };
  readonly examplesPerEpoch: number;
}
