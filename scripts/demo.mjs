#!/usr/bin/env node
// `npm run demo`: builds, makes the sample workspace, trains on it and prints the results.
import path from 'node:path';
import { makeSample, sample } from './sample.mjs';
import { root, step } from './steps.mjs';

step('Build', process.execPath, ['scripts/build.mjs']);
makeSample();
step('Training', process.execPath, [path.join(root, 'dist/oap.js'), 'train', 'study.oap.json', '--model', 'simple'], {
  cwd: sample,
});
console.log(`\nThe sample workspace, with its runs, is ${path.relative(process.cwd(), sample)}.`);
console.log('npm run try opens it in a VS Code in the browser.');
