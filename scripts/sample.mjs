// build/sample: the sample workspace, as Open Sample Workspace makes it.
import fs from 'node:fs';
import path from 'node:path';
import { root, step } from './steps.mjs';

export const sample = path.join(root, 'build', 'sample');

/** Makes the sample workspace unless it is there. */
export function makeSample() {
  fs.mkdirSync(sample, { recursive: true });
  fs.copyFileSync(path.join(root, 'examples/study/study.oap.json'), path.join(sample, 'study.oap.json'));
  const history = path.join(sample, 'history.json');
  if (fs.existsSync(history)) return;
  step('Synthetic history', process.execPath, ['dist/oap.js', 'history', 'generate', '--out', history]);
}
