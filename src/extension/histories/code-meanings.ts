import path from 'node:path';
import * as vscode from 'vscode';
import { readCodeDescriptions } from '../../dataset/code-descriptions.ts';
import { type CodeDescription, studyDescriptions } from '../../dataset/vocabulary.ts';
import { findOnDisk } from '../files/workspace-files.ts';
import { problemSource } from './history-problems.ts';

const pattern = '**/.oap/codes.json';

/**
 * What error codes mean: as a `.oap/codes.json` says that is next to the history or in a folder above it, else as the
 * study says. Problems of such a file are in the Problems view.
 */
export class CodeMeanings implements vscode.Disposable {
  readonly #diagnostics = vscode.languages.createDiagnosticCollection('operatorActions.codes');
  readonly #watcher = vscode.workspace.createFileSystemWatcher(pattern);
  /** By the folder that holds `.oap`. */
  readonly #own = new Map<string, ReadonlyMap<string, CodeDescription>>();
  readonly #loaded: Promise<void>;

  constructor(readonly log: vscode.LogOutputChannel) {
    this.#watcher.onDidCreate((uri) => this.#read(uri));
    this.#watcher.onDidChange((uri) => this.#read(uri));
    this.#watcher.onDidDelete((uri) => {
      this.#own.delete(folderOf(uri));
      this.#diagnostics.delete(uri);
    });
    // The first hover is not to wait for it.
    this.#loaded = this.#load().catch((error: unknown) => log.error(error instanceof Error ? error : String(error)));
  }

  /** Undefined if nothing is known. @param codes that the history has, as far as it has been read */
  async meaning(
    document: vscode.TextDocument,
    code: string,
    codes: readonly string[],
  ): Promise<CodeDescription | undefined> {
    await this.#loaded;
    for (let folder = path.dirname(document.uri.fsPath); ; folder = path.dirname(folder)) {
      const found = this.#own.get(folder)?.get(code);
      if (found) return found;
      if (folder === path.dirname(folder)) return studyDescriptions(codes).get(code);
    }
  }

  dispose(): void {
    this.#diagnostics.dispose();
    this.#watcher.dispose();
  }

  async #load(): Promise<void> {
    const files = await findOnDisk(pattern);
    await Promise.all(files.map((uri) => this.#read(uri)));
  }

  async #read(uri: vscode.Uri): Promise<void> {
    try {
      const document = await vscode.workspace.openTextDocument(uri);
      const { codes, problems } = readCodeDescriptions(document.getText());
      this.#own.set(folderOf(uri), codes);
      this.#diagnostics.set(
        uri,
        problems.map(({ offset, length, message }) => {
          const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
          const problem = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Warning);
          problem.source = problemSource;
          return problem;
        }),
      );
    } catch (error) {
      // Gone again, or no text: its codes are as unknown as before.
      this.#own.delete(folderOf(uri));
      this.log.warn(`${uri.fsPath} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

function folderOf(uri: vscode.Uri): string {
  return path.dirname(path.dirname(uri.fsPath));
}
