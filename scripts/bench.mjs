#!/usr/bin/env node
// `npm run bench [-- load|epochs|trees|selection|editor … [--all]]`: speed against what Python users run today, as ratios
// measured in the same run. Without arguments all comparisons; --all compares the whole selection, which takes hours.
import path from 'node:path';
import * as esbuild from 'esbuild';
import { workerBundle } from './bundles.mjs';
import { makeSample, sample } from './sample.mjs';
import { root, step } from './steps.mjs';

const comparisons = ['load', 'epochs', 'trees', 'selection', 'editor'];
const args = process.argv.slice(2);
const chosen = args.filter((arg) => arg !== '--all');
const unknown = chosen.find((name) => !comparisons.includes(name));
if (unknown !== undefined) {
  console.error(`bench: there is no comparison "${unknown}", expected ${comparisons.join(', ')} or --all`);
  process.exit(2);
}

step('Build', process.execPath, ['scripts/build.mjs']);
makeSample();
const outfile = path.join(root, 'build', 'bench.mjs');
const { outdir, ...options } = workerBundle;
await esbuild.build({ ...options, entryPoints: ['bench/main.ts'], outfile, format: 'esm' });
for (const name of chosen.length > 0 ? chosen : comparisons) {
  // Each in a process of its own: what one leaves behind in memory and compiled code is no burden to the next.
  const extent = args.includes('--all') ? 'all' : 'sample';
  step(`Benchmark of ${name}, synthetic tasks`, process.execPath, [outfile, sample, name, extent]);
}
