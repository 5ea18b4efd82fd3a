import type {
  FoundTasks,
  RunExplanation,
  RunPanelToHost,
  RunTask,
  RunThresholds,
} from '../../src/protocol/run-panel.ts';
import type { SampleMessage } from './run-model.ts';
import { type SampleTable, sampleTable } from './sample-table.ts';

/** Explanations that are kept at most. */
const maxExplanations = 50;

/** What the panel has asked the host for about samples, each once, and what has come. */
export class SampleStore {
  table: SampleTable | null = null;
  thresholds: RunThresholds | null = null;
  found: FoundTasks | null = null;
  /** By the task's name. */
  readonly tasks = new Map<string, RunTask>();
  /** By the task's name, the fit and the class, see `explanationKey`; another map with every one that comes. */
  explanations: ReadonlyMap<string, RunExplanation> = new Map();
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

  /** Asks why a fit gives, or does not give, a class to a task. */
  wantExplanation(target: string, name: string, fit: number, explained: number): void {
    if (this.explanations.has(explanationKey(target, name, fit, explained))) return;
    if (!this.#isNew('explain', [target, name, fit, explained])) return;
    this.#post({ kind: 'explain', target, name, fit, class: explained });
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
      case 'explanation': {
        const key = explanationKey(message.target, message.name, message.fit, message.class);
        this.explanations = new Map([...this.explanations, [key, message] as const].slice(-maxExplanations));
        this.#asked.delete('explain');
        break;
      }
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

export function explanationKey(target: string, name: string, fit: number, explained: number): string {
  return JSON.stringify([target, name, fit, explained]);
}
