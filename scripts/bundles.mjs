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

export const workerBundle = {
  ...node,
  entryPoints: { worker: 'src/execution/worker.ts', predictions: 'src/execution/prediction-worker.ts' },
};

export const commandBundle = {
  ...node,
  entryPoints: { oap: 'src/cli/oap.ts' },
  banner: { js: '#!/usr/bin/env node' },
};

/** webview/<panel>/main.ts → <panel>.js for each panel, and codicon.css with its font beside it. */
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

function panels() {
  const folder = path.join(root, 'webview');
  const names = fs.readdirSync(folder).filter((name) => fs.existsSync(path.join(folder, name, 'main.ts')));
  return Object.fromEntries(names.map((name) => [name, `webview/${name}/main.ts`]));
}
