import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { siteColumnName } from '../../../src/dataset/site-column.ts';
import { Cancelled } from '../../../src/execution/cancelled.ts';
import { embeddingMap } from '../../../src/execution/embedding-map.ts';
import { executeFit } from '../../../src/execution/execute-fit.ts';
import { reconstructionCurve } from '../../../src/execution/reconstruction-curve.ts';
import { storedExperiment } from '../../../src/experiment/read-specification.ts';
import { loadEmbeddings } from '../../../src/network/layers-model.ts';
import { reconstructionError } from '../../../src/network/train-embeddings.ts';
import { RunUnreadable } from '../../../src/runs/read-run.ts';
import { fitFolder, runFile, vocabularyFile } from '../../../src/runs/run-paths.ts';
import { runRecord } from '../../records.ts';
import { jobOf, type SmallStudy, smallHistory, smallStudy } from './small-dataset.ts';

let folder: string;
let run: string;
let study: SmallStudy;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'embeddings-'));
  run = path.join(folder, 'run');
  fs.mkdirSync(run);
  study = smallStudy({ models: [{ model: 'embedding', name: 'small', embeddingSize: 3 }] });
  const { codes, sites, features } = study.dataset.inputs[0];
  fs.writeFileSync(vocabularyFile(run), JSON.stringify({ codes, sites: sites.map(siteColumnName), features }));
  const specification = { ...study.models[0] };
  fs.writeFileSync(
    runFile(run),
    JSON.stringify({ ...runRecord(), specification, experiment: storedExperiment(study.experiment) }),
  );
  executeFit(
    study.dataset,
    jobOf(study, run),
    () => {},
    () => false,
  );
});

afterEach(() => fs.rmSync(folder, { recursive: true }));

const modelFile = (name: string): string => path.join(fitFolder(run, 'colour', 0), name);

describe('the map of embeddings', () => {
  test('has every code and site once, with its group and what is like it', () => {
    const { names, size, explained } = embeddingMap(run, 'colour', 0);
    expect(size).toBe(3);
    expect(explained[0]).toBeGreaterThanOrEqual(explained[1]);
    expect(names.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'code 0',
      'code 1',
      'code 7',
      'site north',
      'site south',
    ]);
    expect(names[0].group).toBe('unknown');
    expect(names[1].group).toBe('unix');
    expect(names[0].nearest).toHaveLength(2);
    expect(names[3].nearest).toEqual([4]);
    // Codes 0 and 1 occur at the same site, code 7 at the other.
    expect(names[0].nearest[0]).toBe(1);
  });

  test.each(['weights.bin', 'model.json'])('says which file is damaged: %s', (file) => {
    fs.writeFileSync(modelFile(file), '');
    expect(() => embeddingMap(run, 'colour', 0)).toThrow(RunUnreadable);
  });

  test('refuses a model that does not fit the run', () => {
    const vocabulary = { codes: ['0'], sites: ['north'], features: study.experiment.features };
    fs.writeFileSync(vocabularyFile(run), JSON.stringify(vocabulary));
    expect(() => embeddingMap(run, 'colour', 0)).toThrow(/does not fit its codes and sites/);
  });
});

describe("slide 11's curve", () => {
  test("falls with the size, and has the run's own embeddings at its own size", async () => {
    const file = path.join(folder, 'history.json');
    fs.writeFileSync(file, smallHistory());
    const answer = await reconstructionCurve(run, file, { fit: 0 }, () => false);
    const { sizes, errors, own, pairs, used } = answer?.curve ?? { sizes: [], errors: [], own: 0, pairs: 0, used: 0 };
    expect([own, pairs, used]).toEqual([3, 6, 3]);
    expect(sizes).toContain(3);
    expect(errors.at(-1)).toBeLessThan(errors[0]);
    const saved = loadEmbeddings(fs.readFileSync(modelFile('model.json')), fs.readFileSync(modelFile('weights.bin')));
    // Codes 0 and 1 in the north, 7 in the south.
    const usedPairs = Uint8Array.of(1, 0, 1, 0, 0, 1);
    expect(errors[sizes.indexOf(3)]).toBe(reconstructionError(saved, usedPairs));
    expect(answer.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  });

  test('is given up when it is cancelled', async () => {
    const file = path.join(folder, 'history.json');
    fs.writeFileSync(file, smallHistory());
    await expect(reconstructionCurve(run, file, { fit: 0 }, () => true)).rejects.toThrow(Cancelled);
  });

  test('says why a history cannot be read', async () => {
    await expect(reconstructionCurve(run, path.join(folder, 'gone.json'), { fit: 0 }, () => false)).rejects.toThrow(
      /gone\.json/,
    );
  });
});
