#!/usr/bin/env node
// The arithmetic of the networks: AssemblyScript → build/kernels.wasm. Run as a script, or called by the build.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './bundles.mjs';

process.chdir(root);
if (process.argv[1] === fileURLToPath(import.meta.url)) buildKernels();

/** AssemblyScript → build/kernels.wasm, unless the module is newer than its sources. */
export function buildKernels() {
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
