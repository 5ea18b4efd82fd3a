import fs from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { looksLikeHistory } from '../../dataset/sniff-history.ts';

/** VS Code keeps texts from extensions that have more characters. */
const maxCharacters = 50 * 2 ** 20;
const sniffed = 1 << 16;
/** VS Code gives an opened file's text to extensions within this time, if it does. */
const patience = 3000;

/**
 * Files whose tabs were opened and whose text VS Code does not give to extensions, because it is too large: for histories among
 * them the History panel opens instead.
 */
export class LargeFiles {
  /** Files that this was said of. */
  readonly #said = new Set<string>();

  /** @param inspect opens the History panel */
  constructor(readonly inspect: (file: string, notice: string) => Promise<void>) {}

  /** Looks at a file of which a tab was opened. */
  async look(uri: vscode.Uri): Promise<void> {
    const file = uri.fsPath;
    if (this.#said.has(file) || !(await isLargeHistory(file)) || (await comes(uri)) || this.#said.has(file)) return;
    this.#said.add(file);
    await this.inspect(file, tooLarge);
  }
}

/** Why the panel opens. */
export const tooLarge = l10n.t(
  'The file is over 50 MB. VS Code keeps such text from extensions, so there are no hovers and predictions in its editor; this panel shows what is in it, and oap predict predicts for it.',
);

/** Whether a file is a history that is too large for hovers. */
export async function isLargeHistory(file: string): Promise<boolean> {
  try {
    const { size } = await fs.stat(file);
    return size > maxCharacters && looksLikeHistory(await beginningOf(file));
  } catch {
    // It cannot be read: the editor says so.
    return false;
  }
}

async function beginningOf(file: string): Promise<string> {
  const handle = await fs.open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(sniffed), 0, sniffed, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Whether extensions get the file's text after all, as it has more bytes than characters. */
async function comes(uri: vscode.Uri): Promise<boolean> {
  const deadline = Date.now() + patience;
  while (Date.now() < deadline) {
    if (vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString())) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}
