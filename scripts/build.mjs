#!/usr/bin/env node
// Builds everything into dist/: the extension's host bundle, the worker, the command line and the webviews.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
const watch = process.argv.includes('--watch');

buildKernels();
fs.rmSync('dist', { recursive: true, force: true });

const common = {
  bundle: true,
  minify: !watch,
  sourcemap: watch ? 'inline' : false,
  legalComments: 'none',
  logLevel: 'warning',
  loader: { '.wasm': 'binary' },
  define: { __VERSION__: JSON.stringify(JSON.parse(fs.readFileSync('package.json', 'utf8')).version) },
};
const node = { ...common, platform: 'node', format: 'cjs', target: 'node20.18', mainFields: ['module', 'main'] };
const builds = [
  { ...node, entryPoints: { extension: 'src/extension/extension.ts' }, outdir: 'dist', external: ['vscode'] },
  { ...node, entryPoints: { worker: 'src/execution/worker.ts' }, outdir: 'dist' },
  { ...node, entryPoints: { oap: 'src/cli/oap.ts' }, outdir: 'dist', banner: { js: '#!/usr/bin/env node' } },
  {
    ...common,
    platform: 'browser',
    format: 'esm',
    target: 'chrome128',
    entryPoints: webviews(),
    outdir: 'dist/webview',
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
  },
];

if (watch) {
  for (const options of builds) await (await esbuild.context(options)).watch();
} else {
  await Promise.all(builds.map((options) => esbuild.build(options)));
  fs.chmodSync('dist/oap.js', 0o755);
  execFileSync(process.execPath, ['dist/oap.js', 'schema', '--out', 'schemas/experiment.schema.json'], {
    stdio: 'inherit',
  });
}

/** One entry for each panel: webview/<panel>/main.ts → dist/webview/<panel>.js, and its style sheet. */
function webviews() {
  const entries = {};
  for (const panel of fs.readdirSync('webview')) {
    if (fs.existsSync(`webview/${panel}/main.ts`)) entries[panel] = `webview/${panel}/main.ts`;
  }
  return entries;
}

/** AssemblyScript → build/kernels.wasm, unless the module is newer than its sources. */
function buildKernels() {
  const folder = 'src/network/assembly';
  const out = 'build/kernels.wasm';
  const newest = Math.max(...fs.readdirSync(folder).map((name) => fs.statSync(path.join(folder, name)).mtimeMs));
  if (fs.existsSync(out) && fs.statSync(out).mtimeMs > newest) return;
  fs.mkdirSync('build', { recursive: true });
  execFileSync(
    process.execPath,
    [
      'node_modules/assemblyscript/bin/asc.js',
      `${folder}/index.ts`,
      '--config',
      `${folder}/asconfig.json`,
      '--outFile',
      out,
    ],
    { stdio: 'inherit' },
  );
}
