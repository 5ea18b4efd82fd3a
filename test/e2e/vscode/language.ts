import type { CodeAction, CodeLens, CompletionList, Hover } from 'vscode';
import type { Page } from '../browser.ts';
import { hostOf } from './window.ts';

/* What VS Code has at a place of a file, or of all of it, asked by its API. Places are 1-based. */

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The Markdown of the hovers, in the order in which they are shown. */
export function hoversAt(page: Page, file: string, { line, column }: Place): Promise<string[]> {
  return hostOf(page).evaluate(
    async ({ vscode, documentOf }, place) => {
      const { uri } = await documentOf(place.file);
      const position = new vscode.Position(place.line - 1, place.column - 1);
      const hovers = await vscode.commands.executeCommand<Hover[]>('vscode.executeHoverProvider', uri, position);
      return hovers.flatMap(({ contents }) => contents.map((one) => (typeof one === 'string' ? one : one.value)));
    },
    { file, line, column },
  );
}

/** The labels of what completion proposes. */
export function completionsAt(page: Page, file: string, { line, column }: Place): Promise<string[]> {
  return hostOf(page).evaluate(
    async ({ vscode, documentOf }, place) => {
      const { uri } = await documentOf(place.file);
      const position = new vscode.Position(place.line - 1, place.column - 1);
      const proposed = await vscode.commands.executeCommand<CompletionList>(
        'vscode.executeCompletionItemProvider',
        uri,
        position,
      );
      return proposed.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    },
    { file, line, column },
  );
}

/** The titles of the lenses. */
export function lensesOf(page: Page, file: string): Promise<string[]> {
  return hostOf(page).evaluate(async ({ vscode, documentOf }, name) => {
    const { uri } = await documentOf(name);
    const lenses = await vscode.commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
    return lenses.map(({ command }) => command?.title ?? '');
  }, file);
}

/** A problem of a file, with the place where it begins. */
export interface Problem extends Place {
  readonly message: string;
  readonly source: string | undefined;
}

/** The problems of a file, which is not opened for it. */
export function problemsOf(page: Page, file: string): Promise<Problem[]> {
  return hostOf(page).evaluate(
    ({ vscode, uriOf }, name) =>
      vscode.languages.getDiagnostics(uriOf(name)).map(({ message, source, range: { start } }) => ({
        message,
        source,
        line: start.line + 1,
        column: start.character + 1,
      })),
    file,
  );
}

/** Takes a quick fix that is offered for the problem at a place. */
export function takeFix(page: Page, file: string, { line, column }: Place, title: string): Promise<void> {
  return hostOf(page).evaluate(
    async ({ vscode, uriOf }, { place, wanted }) => {
      const uri = uriOf(place.file);
      const position = new vscode.Position(place.line - 1, place.column - 1);
      const actions = await vscode.commands.executeCommand<CodeAction[]>(
        'vscode.executeCodeActionProvider',
        uri,
        new vscode.Range(position, position),
        'quickfix',
      );
      const fix = actions.find((action) => action.title === wanted);
      if (!fix?.edit) throw new Error(`offered: ${actions.map((action) => action.title).join('; ')}`);
      await vscode.workspace.applyEdit(fix.edit);
    },
    { place: { file, line, column }, wanted: title },
  );
}
