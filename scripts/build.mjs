#!/usr/bin/env node
// Builds everything into dist/: the extension's host bundle, the worker, the command line and the webviews.
// With --watch: unminified, with source maps, and again at every change.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { commandBundle, extensionBundle, root, webviewBundle, workerBundle } from './bundles.mjs';

process.chdir(root);
const watch = process.argv.includes('--watch');
const bundles = [extensionBundle, workerBundle, commandBundle, webviewBundle];

buildKernels();
fs.rmSync('dist', { recursive: true, force: true });
if (watch) {
  for (const bundle of bundles) await (await esbuild.context({ ...bundle, sourcemap: 'inline' })).watch();
} else {
  await Promise.all(bundles.map((bundle) => esbuild.build({ ...bundle, minify: true })));
  fs.chmodSync('dist/oap.js', 0o755);
  execFileSync(process.execPath, ['dist/oap.js', 'schema', '--out', 'schemas/experiment.schema.json'], {
    stdio: 'inherit',
  });
}

/** AssemblyScript → build/kernels.wasm, unless the module is newer than its sources. */
function buildKernels() {
  const folder = 'src/network/assembly';
  const out = 'build/kernels.wasm';
  const newest = Math.max(...fs.readdirSync(folder).map((name) => fs.statSync(path.join(folder, name)).mtimeMs));
  if (fs.existsSync(out) && fs.statSync(out).mtimeMs > newest) return;
  fs.mkdirSync('build', { recursive: true });
  const config = ['--config', `${folder}/asconfig.json`, '--outFile', out];
  execFileSync(process.execPath, ['node_modules/assemblyscript/bin/asc.js', `${folder}/index.ts`, ...config], {
    stdio: 'inherit',
  });
}
