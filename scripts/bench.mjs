#!/usr/bin/env node
// `npm run bench`: speed against what Python users run today, as ratios measured in the same run.
import path from 'node:path';
import * as esbuild from 'esbuild';
import { workerBundle } from './bundles.mjs';
import { makeSample, sample } from './sample.mjs';
import { root, step } from './steps.mjs';

step('Build', process.execPath, ['scripts/build.mjs']);
makeSample();
const outfile = path.join(root, 'build', 'bench.mjs');
const { outdir, ...options } = workerBundle;
await esbuild.build({ ...options, entryPoints: ['bench/main.ts'], outfile, format: 'esm' });
step('Benchmarks, on the synthetic history of 9,522 tasks', process.execPath, [
  outfile,
  path.join(sample, 'history.json'),
  ...process.argv.slice(2),
]);
