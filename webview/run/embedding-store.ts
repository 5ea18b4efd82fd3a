import type { RunEmbeddings, RunPanelToHost, RunReconstruction } from '../../src/protocol/run-panel.ts';
import type { EmbeddingMessage } from './run-model.ts';

/** What the panel has asked the host for about the embeddings of one fit, once, and what has come. */
export class EmbeddingStore {
  map: RunEmbeddings | null = null;
  curve: RunReconstruction | null = null;
  readonly #post: (message: RunPanelToHost) => void;
  #asked: { readonly target: string; readonly fit: number } | null = null;

  constructor(post: (message: RunPanelToHost) => void) {
    this.#post = post;
  }

  want(target: string, fit: number): void {
    if (this.#asked?.target === target && this.#asked.fit === fit) return;
    this.#asked = { target, fit };
    this.map = null;
    this.curve = null;
    this.#post({ kind: 'embeddings', target, fit });
    this.#post({ kind: 'reconstruction', target, fit });
  }

  /** An answer to a question that was overtaken by another is dropped. */
  apply(message: EmbeddingMessage): void {
    if (this.#asked === null || message.target !== this.#asked.target || message.fit !== this.#asked.fit) return;
    if (message.kind === 'embeddings') this.map = message;
    else this.curve = message;
  }
}
