import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

/**
 * Commands that open a run each, for rows of trees. VS Code keeps the arguments of a row's command itself and forgets them when
 * the row is drawn again: a click at that moment was answered with "Actual command not found". A command without arguments
 * has nothing to be forgotten.
 */
export class RunOpeners implements vscode.Disposable {
  readonly #commands = new Map<string, vscode.Disposable>();

  commandFor(folder: string): vscode.Command {
    const command = `operatorActions.openRun ${folder}`;
    if (!this.#commands.has(folder)) {
      const open = (): unknown => vscode.commands.executeCommand('operatorActions.openRun', { folder });
      this.#commands.set(folder, vscode.commands.registerCommand(command, open));
    }
    return { command, title: l10n.t('Open Run') };
  }

  /** Only these runs are still there. */
  keep(folders: readonly string[]): void {
    const kept = new Set(folders);
    for (const [folder, command] of this.#commands) {
      if (kept.has(folder)) continue;
      command.dispose();
      this.#commands.delete(folder);
    }
  }

  dispose(): void {
    this.keep([]);
  }
}
