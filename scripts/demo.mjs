#!/usr/bin/env node
// `npm run demo`: builds, makes the sample workspace, trains on it, and prints the results and the report's place.
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { makeSample, sample } from './sample.mjs';
import { root, step } from './steps.mjs';

const oap = path.join(root, 'dist/oap.js');
const inSample = { cwd: sample };

step('Build', process.execPath, ['scripts/build.mjs']);
makeSample();
step('Training', process.execPath, [oap, 'train', 'study.oap.json', '--model', 'simple'], inSample);
const listed = execFileSync(process.execPath, [oap, 'runs', 'list', '--json'], { ...inSample, encoding: 'utf8' });
const [newest] = JSON.parse(listed).runs;
step(
  'What could be decided without asking, at an error of 2 %',
  process.execPath,
  [oap, 'policy', newest.id],
  inSample,
);
step('Report', process.execPath, [oap, 'report', newest.id, '--out', 'report.html'], inSample);
const here = (file) => path.relative(process.cwd(), file);
console.log(`\nThe report is ${here(path.join(sample, 'report.html'))}: open it in any browser.`);
console.log(`The sample workspace, with its runs, is ${here(sample)}.`);
console.log('npm run try opens it in a VS Code in the browser.');
