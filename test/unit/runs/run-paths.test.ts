import path from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitFolder, folderName, newRunId, runsFolder } from '../../../src/runs/run-paths.ts';

/** Names that are alike: case, dots, cuts at the longest length. */
const alike = fc.array(fc.constantFrom('a', 'A', 'é', 'É', '.', '/', '%', '0', '_', 'x'.repeat(79)), { maxLength: 4 });
const name = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  alike.map((parts) => parts.join('')),
);

test('simple names stand for themselves', () => {
  expect(folderName('action')).toBe('action');
  expect(folderName('site_readiness-2')).toBe('site_readiness-2');
});

test('everything else is escaped', () => {
  expect(folderName('../é')).toBe('%2e%2e%2f%c3%a9');
  expect(folderName('Action')).toBe('%41ction');
});

test('property: a folder name is short, has safe characters only and is no special name', () => {
  fc.assert(
    fc.property(name, (text) => {
      expect(folderName(text)).toMatch(/^[a-z0-9_%-]{1,80}$/);
    }),
  );
});

test('property: different names have different folders, also where case does not matter', () => {
  fc.assert(
    fc.property(name, name, (a, b) => {
      fc.pre(Buffer.from(a).compare(Buffer.from(b)) !== 0);
      expect(folderName(a).toLowerCase()).not.toBe(folderName(b).toLowerCase());
    }),
    { numRuns: 1000 },
  );
});

test('long names that differ at their end only have different folders', () => {
  const long = 'x'.repeat(10_000);
  expect(folderName(`${long}1`)).not.toBe(folderName(`${long}2`));
});

test('a fit stands below its run, whatever its target is called', () => {
  const fit = fitFolder('/runs/one', '../../..', 3);
  expect(path.relative('/runs/one', fit).split(path.sep)).toEqual(['fits', '%2e%2e%2f%2e%2e%2f%2e%2e', '3']);
});

test('runs stand beside their experiment', () => {
  expect(runsFolder('/data/study.oap.json')).toBe(path.join('/data', '.oap', 'runs'));
});

test('a run is called after its time, model and protocol, and never twice the same', () => {
  const now = new Date('2026-03-04T05:06:07.890Z');
  const id = newRunId('../wide+smote', 'holdout', now);
  expect(id).toMatch(/^20260304-050607-___wide\+smote-holdout-[0-9a-f]{6}$/);
  expect(newRunId('../wide+smote', 'holdout', now)).not.toBe(id);
});
