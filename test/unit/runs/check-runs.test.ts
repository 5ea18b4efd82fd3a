import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { TargetSummary } from '../../../src/protocol/run.ts';
import { checkRuns } from '../../../src/runs/check-runs.ts';
import { epochsFile, fitFile, fitFolder } from '../../../src/runs/run-paths.ts';
import { summarizeFits } from '../../../src/runs/summary.ts';
import { writeRun } from '../../../src/runs/write-run.ts';
import { epoch, fitRecord, runRecord, temporaryFolder } from '../../records.ts';

const folder = temporaryFolder();
let number = 0;

/** Problems of the results of a complete run whose record has them changed. */
function problemsOf(change: (summary: TargetSummary) => void): string[] {
  const runs = path.join(folder, String(++number));
  const run = path.join(runs, 'one');
  const fit = fitFolder(run, 'action', 0);
  fs.mkdirSync(fit, { recursive: true });
  const record = fitRecord({ epochsRun: 1 });
  fs.writeFileSync(fitFile(fit), JSON.stringify(record));
  fs.writeFileSync(epochsFile(fit), `${JSON.stringify(epoch(0))}\n`);
  const summary = summarizeFits('action', [record]);
  change(summary);
  writeRun(run, runRecord({ summary: [summary] }));
  return checkRuns(runs).flatMap(({ problem }) => (problem.includes('results') ? problem : []));
}

test('results that differ from those of the fits in the last digits only are theirs', () => {
  const change = (summary: TargetSummary) => {
    summary.perClass[0].f1.mean *= 1 + Number.EPSILON;
  };
  expect(problemsOf(change)).toEqual([]);
});

test.each([
  (summary: TargetSummary) => {
    summary.perClass[0].f1.mean += 0.0001;
  },
  (summary: TargetSummary) => {
    summary.classes.reverse();
  },
  (summary: TargetSummary) => {
    summary.perClass.pop();
  },
  (summary: TargetSummary) => {
    summary.seconds++;
  },
])('results that are not those of the fits are found (%#)', (change) => {
  expect(problemsOf(change)).toEqual([expect.stringMatching(/run\.json are not those of its fits$/)]);
});
