#!/usr/bin/env node
// `npm run bench [-- load|epochs|engines|trees|selection|views|editor … [--all]]`: speed against what Python users run today, as ratios
// measured in the same run, and that of the panels in the test browser. Without arguments all comparisons; --all compares the whole selection, which takes hours.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { workerBundle } from './bundles.mjs';
import { makeSample, sample } from './sample.mjs';
import { root, step } from './steps.mjs';

/** The comparisons, and the parts of scripts/setup-tests.mjs that each needs. */
const needs = new Map([
  ['load', ['python']],
  ['epochs', ['python']],
  ['engines', ['python']],
  ['trees', ['python']],
  ['selection', ['python']],
  ['views', ['vscode']],
  ['editor', []],
]);
const comparisons = [...needs.keys()];
const args = process.argv.slice(2);
const chosen = args.filter((arg) => arg !== '--all');
const unknown = chosen.find((name) => !comparisons.includes(name));
if (unknown !== undefined) {
  console.error(`bench: there is no comparison "${unknown}", expected ${comparisons.join(', ')} or --all`);
  process.exit(2);
}

const wanted = chosen.length > 0 ? chosen : comparisons;

/** Modules of the tests, which the benchmark of the views uses, read files next to themselves. */
const keepPlaces = {
  name: 'keep places',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/](test|scripts)[\\/].*\.m?[tj]s$/ }, ({ path: file }) => ({
      contents: fs.readFileSync(file, 'utf8').replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href)),
      loader: 'ts',
    }));
  },
};

// First, so that a long run does not fail in the middle because something is missing.
const parts = [...new Set(wanted.flatMap((name) => needs.get(name) ?? []))];
if (parts.length > 0) step('Set up', process.execPath, ['scripts/setup-tests.mjs', ...parts]);
step('Build', process.execPath, ['scripts/build.mjs']);
makeSample();
const outfile = path.join(root, 'build', 'bench.mjs');
const { outdir, ...options } = workerBundle;
await esbuild.build({
  ...options,
  entryPoints: ['bench/main.ts'],
  outfile,
  format: 'esm',
  packages: 'external',
  plugins: [keepPlaces],
});
for (const name of wanted) {
  // Each in a separate process, so that memory and compiled code of one do not affect the next.
  const extent = args.includes('--all') ? 'all' : 'sample';
  step(`Benchmark of ${name}, synthetic tasks`, process.execPath, [outfile, sample, name, extent]);
}
