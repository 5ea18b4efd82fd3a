#!/usr/bin/env node
// `npm test`: everything. Installs what the tests need where it can, then lint, types, build, package, and all tests.
import fs from 'node:fs';
import path from 'node:path';
import { bin, root, step } from './steps.mjs';

const report = path.join(root, 'artifacts', 'tests.json');

step('What the tests need', process.execPath, ['scripts/setup-tests.mjs']);
step('Lint', bin('biome'), ['check', '--error-on-warnings', '.']);
step('Layers', process.execPath, ['scripts/layers.mjs']);
step('Unused code', bin('knip'), []);
step('Code that only tests use', bin('knip'), ['--production']);
step('Build', process.execPath, ['scripts/build.mjs']);
step('Types', bin('tsc'), ['-p', '.']);
step('Types of the webviews', bin('tsc'), ['-p', 'webview']);
step('Types of what browsers and hosts share', bin('tsc'), ['-p', 'src/measures']);
step('Package', process.execPath, ['scripts/package.mjs']);
fs.rmSync(report, { force: true });
step('Tests', bin('vitest'), [
  'run',
  '--project=!pictures',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
]);

const { numPassedTests, numFailedTests, numTotalTests } = JSON.parse(fs.readFileSync(report, 'utf8'));
if (numPassedTests !== numTotalTests) {
  console.error(`${numTotalTests - numPassedTests} tests did not pass`);
  process.exitCode = 1;
}
console.log(`${numPassedTests} passed, ${numFailedTests} failed`);
