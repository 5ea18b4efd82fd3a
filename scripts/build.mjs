#!/usr/bin/env node
// Builds everything into dist/: the extension's host bundle, the worker, the command line and the webviews.
// With --watch: unminified, with source maps, and again at every change.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import {
  commandBundle,
  extensionBundle,
  reportBundle,
  root,
  tensorflowBundle,
  wasmFiles,
  webviewBundle,
  workerBundle,
} from './bundles.mjs';
import { buildKernels } from './kernels.mjs';
import { writeNotices } from './notices.mjs';
import { collectTexts } from './texts.mjs';

process.chdir(root);
const watch = process.argv.includes('--watch');
const bundles = [extensionBundle, workerBundle, tensorflowBundle, commandBundle, webviewBundle, reportBundle];

buildKernels();
fs.rmSync('dist', { recursive: true, force: true });
fs.mkdirSync('dist');
for (const file of wasmFiles) fs.copyFileSync(file, path.join('dist', path.basename(file)));
if (watch) {
  for (const bundle of bundles) await (await esbuild.context({ ...bundle, sourcemap: 'inline' })).watch();
} else {
  const [, ...built] = await Promise.all([
    collectTexts(),
    ...bundles.map((bundle) => esbuild.build({ ...bundle, minify: true, metafile: true })),
  ]);
  writeNotices(built.map(({ metafile }) => metafile));
  fs.chmodSync('dist/oap.js', 0o755);
  for (const kind of ['experiment', 'policy']) {
    execFileSync(process.execPath, ['dist/oap.js', 'schema', kind, '--out', `schemas/${kind}.schema.json`], {
      stdio: 'inherit',
    });
  }
}
