import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { checkRuns } from '../../../src/runs/check-runs.ts';
import { listRuns } from '../../../src/runs/read-run.ts';
import { type Outcome, Workplace } from '../command-line/command.ts';
import { paintHistory } from '../command-line/paint-history.ts';

/** What a training is made to suffer: at the n-th call of a thread that changes the runs. */
export interface Fault {
  readonly thread: 'main' | 'worker';
  readonly call: number;
  /** `kill`, or the code of an error. */
  readonly what: string;
}

/** One command given again and again, until it has done what it would have done undisturbed. */
export class FaultyTraining {
  readonly place = new Workplace();
  readonly #experiment: string;

  constructor() {
    this.place.write('paint.json', paintHistory());
    this.#experiment = this.place.write('paint.oap.json', {
      history: 'paint.json',
      targets: { colour: {}, size: {} },
      training: { maxEpochs: 3 },
    });
  }

  get runs(): string {
    return this.place.path('.oap', 'runs');
  }

  train(fault?: Fault): Promise<Outcome & { readonly signal: string | null }> {
    const child = spawn(
      process.execPath,
      [
        '--require',
        path.resolve('test/integration/reliability/fault.cjs'),
        this.place.program,
        'train',
        this.#experiment,
        '--workers',
        '1',
        '--json',
      ],
      {
        cwd: this.place.folder,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, OAP_FAULT: fault ? `${fault.thread} ${fault.call} ${fault.what}` : '' },
      },
    );
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    return new Promise((resolve) => child.on('close', (status, signal) => resolve({ status, signal, out, err })));
  }

  /** What every reader must be able to rely on at any time: no run and no complete fit is half there. */
  damages(): string[] {
    const unreadable = listRuns(this.runs).flatMap(({ error }) => error ?? []);
    const broken = checkRuns(this.runs).filter(({ repair }) => repair === undefined);
    return [...unreadable, ...broken.map(({ problem }) => problem)];
  }

  /** Locks that are held or left over. */
  locks(): string[] {
    if (!existsSync(this.runs)) return [];
    // Names with a dot first are of what was being made or deleted: nobody looks there.
    const names = readdirSync(this.runs, { recursive: true, encoding: 'utf8' });
    return names.filter((name) => /^[^.].*\/lock$/.test(name));
  }

  /** Whether the training says that it is complete. */
  isDone(): boolean {
    return listRuns(this.runs).some(({ run }) => run?.state === 'done');
  }

  /** Files of the models and predictions of the one run, by name. */
  results(): Map<string, string> {
    const [run, ...others] = readdirSync(this.runs).filter((name) => !name.startsWith('.'));
    if (run === undefined || others.length > 0) throw new Error(`expected one run, found ${[run, ...others].join()}`);
    const fits = path.join(this.runs, run, 'fits');
    const names = readdirSync(fits, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /(weights\.bin|model\.json|predictions\.jsonl)$/.test(name),
    );
    return new Map(names.sort().map((name) => [name, readFileSync(path.join(fits, name), 'latin1')]));
  }
}
