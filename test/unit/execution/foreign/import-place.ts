import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { readHistory } from '../../../../src/dataset/read-history.ts';
import type { ZerosChoice } from '../../../../src/execution/foreign/fit-to-experiment.ts';
import { type Imported, importModel } from '../../../../src/execution/import-model.ts';
import { RunPredictor } from '../../../../src/execution/run-predictor.ts';
import { requireExperiment } from '../../../../src/experiment/read-experiment.ts';

const cases = fileURLToPath(new URL('./cases', import.meta.url));

/** A folder with the cases, where models are imported. */
export class ImportPlace {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'oap-import-'));

  constructor() {
    cpSync(cases, this.folder, { recursive: true });
    afterAll(() => rmSync(this.folder, { recursive: true, force: true }));
  }

  path(...names: readonly string[]): string {
    return path.join(this.folder, ...names);
  }

  text(...names: readonly string[]): string {
    return readFileSync(this.path(...names), 'utf8');
  }

  write(name: string, content: string | Uint8Array | object): string {
    const isRaw = typeof content === 'string' || content instanceof Uint8Array;
    writeFileSync(this.path(name), isRaw ? content : JSON.stringify(content));
    return name;
  }

  /** @param experiment name of its file */
  import(experiment: string, model: string, target = 'kind', zeros: ZerosChoice = 'auto'): Promise<Imported> {
    const experimentFile = this.path(experiment);
    const { experiment: read } = requireExperiment(readFileSync(experimentFile, 'utf8'), experimentFile);
    const modelFile = this.path(model);
    return importModel({
      experimentFile,
      experiment: read,
      modelFile,
      target,
      zeros,
      name: 'm',
      runs: this.path('runs'),
    });
  }

  /** The same as a run, its notes, and the probabilities that it predicts for the tasks of a history. */
  async predicted(
    experiment: string,
    model: string,
    history: string,
    target = 'kind',
    zeros: ZerosChoice = 'auto',
  ): Promise<{
    readonly probabilities: Float32Array;
    readonly notes: string;
    readonly run: string;
    readonly mse: number;
  }> {
    const imported = await this.import(experiment, model, target, zeros);
    if (imported.kind !== 'run') throw new Error('no run');
    const predictor = new RunPredictor(imported.folder);
    const tasks = predictor.tasksOf(await readHistory(this.path(history)));
    return {
      probabilities: predictor.predict(tasks, target),
      notes: imported.notes.join('\n'),
      run: imported.folder,
      mse: imported.record.summary[0].confusionMse.mean,
    };
  }

  runs(): number {
    try {
      return readdirSync(this.path('runs')).length;
    } catch {
      // No run was made yet.
      return 0;
    }
  }
}
