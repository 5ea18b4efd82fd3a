#!/usr/bin/env node
// `npm run try`: a real VS Code in the browser with the extension and the sample workspace, until Ctrl-C.
import path from 'node:path';
import * as esbuild from 'esbuild';
import { makeSample, sample } from './sample.mjs';
import { root, step } from './steps.mjs';

step('VS Code', process.execPath, ['scripts/setup-tests.mjs']);
step('Package', process.execPath, ['scripts/package.mjs', '--build']);
makeSample();
// The tests' driver starts VS Code; it is TypeScript, so it is bundled first.
const outfile = path.join(root, 'test', 'e2e', 'tools', 'node_modules', '.try.mjs');
await esbuild.build({
  entryPoints: [path.join(root, 'test', 'e2e', 'vscode', 'server.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  external: ['playwright-core', './tools/*'],
  // Where the tools are is said from there.
  define: { 'import.meta.url': JSON.stringify(`file://${path.join(root, 'test', 'e2e', 'browser.ts')}`) },
});
const { startServer } = await import(outfile);
const vsix = path.join(root, 'build', 'operator-action-predictions.vsix');
const server = await startServer({ vsix: [vsix] });
console.log(`\nOpen ${server.origin}/?folder=${encodeURIComponent(sample)} in a browser. Press Ctrl-C to stop.`);
process.once('SIGINT', async () => {
  await server.stop();
  process.exit(0);
});
