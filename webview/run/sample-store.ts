import type { FoundTasks, RunPanelToHost, RunTask, RunThresholds } from '../../src/protocol/run-panel.ts';
import type { SampleMessage } from './run-model.ts';
import { type SampleTable, sampleTable } from './sample-table.ts';

/** What the panel has asked the host for about samples, each once, and what has come. */
export class SampleStore {
  table: SampleTable | null = null;
  thresholds: RunThresholds | null = null;
  found: FoundTasks | null = null;
  /** By the task's name. */
  readonly tasks = new Map<string, RunTask>();
  readonly #post: (message: RunPanelToHost) => void;
  readonly #asked = new Map<RunPanelToHost['kind'], string>();

  constructor(post: (message: RunPanelToHost) => void) {
    this.#post = post;
  }

  /** @param done how many fits of the target are complete: with more of them there are more samples */
  want(target: string, done: number): void {
    if (this.table?.target !== target) this.table = null;
    if (done === 0 || !this.#isNew('samples', [target, done])) return;
    // What follows from the samples is asked for again.
    this.#asked.delete('thresholds');
    this.#asked.delete('find');
    this.#post({ kind: 'samples', target });
  }

  wantThresholds(target: string, fit: number | null, positive: number): void {
    if (!this.#isNew('thresholds', [target, fit, positive])) return;
    this.thresholds = null;
    this.#post({ kind: 'thresholds', target, fit, class: positive });
  }

  /** Asks which tasks have a code at a site, unless any will do. */
  wantFound(target: string, code: string, site: string): void {
    if (code === '' && site === '') return;
    if (this.#isNew('find', [target, code, site])) this.#post({ kind: 'find', target, code, site });
  }

  wantTask(target: string, name: string): void {
    if (!this.tasks.has(name) && this.#isNew('task', [target, name])) this.#post({ kind: 'task', target, name });
  }

  /** @param classesOf gives the classes of a target */
  apply(message: SampleMessage, classesOf: (target: string) => readonly string[]): void {
    switch (message.kind) {
      case 'samples':
        this.table = sampleTable(message, classesOf(message.target));
        break;
      case 'thresholds':
        this.thresholds = message;
        break;
      case 'task':
        this.tasks.set(message.name, message);
        break;
      case 'found':
        this.found = message;
        break;
      default:
        throw new Error(`no message ${message satisfies never}`);
    }
  }

  #isNew(kind: RunPanelToHost['kind'], question: readonly (string | number | null)[]): boolean {
    const key = JSON.stringify(question);
    if (this.#asked.get(kind) === key) return false;
    this.#asked.set(kind, key);
    return true;
  }
}
