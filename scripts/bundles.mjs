// The bundles of the product, as options for esbuild. Paths are relative to the repository's root.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

const common = {
  absWorkingDir: root,
  bundle: true,
  legalComments: 'none',
  logLevel: 'warning',
};
const version = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')).version;
const node = {
  ...common,
  platform: 'node',
  format: 'cjs',
  // jsonc-parser's other entry cannot be bundled.
  mainFields: ['module', 'main'],
  target: 'node20.18',
  loader: { '.wasm': 'binary' },
  define: { __VERSION__: JSON.stringify(version) },
  outdir: 'dist',
};

export const extensionBundle = {
  ...node,
  entryPoints: { extension: 'src/extension/extension.ts' },
  external: ['vscode'],
};

/** TensorFlow.js is large and rarely used: it has a separate bundle, which the worker loads on demand. */
const tensorflowEntry = 'src/network/tensorflow/open-javascript.ts';
const tensorflowApart = {
  name: 'tensorflow apart',
  setup({ onResolve }) {
    onResolve({ filter: /[\\/]open-javascript\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './tensorflow.js', external: true } : undefined,
    );
  },
};

export const workerBundle = {
  ...node,
  entryPoints: { worker: 'src/execution/worker.ts', predictions: 'src/execution/prediction-worker.ts' },
  plugins: [tensorflowApart],
};

export const tensorflowBundle = { ...node, entryPoints: { tensorflow: tensorflowEntry } };

/** The WebAssembly of TensorFlow.js: with SIMD, and without for machines that lack it. */
export const wasmFiles = ['tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm.wasm'].map((name) =>
  path.join(root, 'node_modules', '@tensorflow', 'tfjs-backend-wasm', 'dist', name),
);

export const commandBundle = {
  ...node,
  entryPoints: { oap: 'src/cli/oap.ts' },
  banner: { js: '#!/usr/bin/env node' },
};

/** webview/<panel>/main.ts → <panel>.js for each panel, and codicon.css with its font next to it. */
export const webviewBundle = {
  ...common,
  platform: 'browser',
  format: 'esm',
  // Electron of VS Code 1.100 has Chromium 132; browsers that open a VS Code of the web are as new.
  target: 'chrome128',
  tsconfig: 'webview/tsconfig.json',
  entryPoints: { ...panels(), codicon: 'node_modules/@vscode/codicons/dist/codicon.css' },
  loader: { '.ttf': 'file' },
  assetNames: '[name]',
  outdir: 'dist/webview',
};

/** webview/report → report.js, the one script of a report: its icons are in it. */
export const reportBundle = {
  ...webviewBundle,
  entryPoints: { report: 'webview/report/main.ts' },
  loader: { '.css': 'text', '.ttf': 'binary' },
};

function panels() {
  const folder = path.join(root, 'webview');
  const isPanel = (name) => name !== 'report' && fs.existsSync(path.join(folder, name, 'main.ts'));
  const names = fs.readdirSync(folder).filter(isPanel);
  return Object.fromEntries(names.map((name) => [name, `webview/${name}/main.ts`]));
}
