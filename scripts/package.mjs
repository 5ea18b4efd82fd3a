#!/usr/bin/env node
// `npm run package`: build/operator-action-predictions.vsix, checked against its size budget.
import fs from 'node:fs';
import path from 'node:path';
import { bin, root, step } from './steps.mjs';

const budget = 4 * 2 ** 20;
export const vsix = path.join(root, 'build', 'operator-action-predictions.vsix');

if (process.argv.includes('--build')) step('Build', process.execPath, ['scripts/build.mjs']);
step('VSIX', bin('vsce'), [
  'package',
  '--no-dependencies',
  '--allow-missing-repository',
  '--no-rewrite-relative-links',
  '--out',
  vsix,
]);
const { size } = fs.statSync(vsix);
console.log(`${path.relative(root, vsix)}: ${(size / 2 ** 20).toFixed(2)} MB of ${budget / 2 ** 20} MB`);
if (size > budget) {
  console.error('The VSIX is over its budget.');
  process.exitCode = 1;
}
