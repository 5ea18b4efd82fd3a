import * as vscode from 'vscode';

/** What every room of the extension gets from VS Code. */
export interface Host {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  /** Path of a file that came with the extension. */
  file(...segments: readonly string[]): string;
}

/** Makes something when it is first needed, and keeps it: nothing may be loaded before. */
export function lazy<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** @param commands what they do, by their names after `operatorActions.` */
export function registerCommands(
  commands: Readonly<Record<string, (...given: never[]) => unknown>>,
): vscode.Disposable {
  const registered = Object.entries(commands).map(([name, run]) =>
    vscode.commands.registerCommand(`operatorActions.${name}`, run),
  );
  return vscode.Disposable.from(...registered);
}
