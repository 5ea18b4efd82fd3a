import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { WorkspaceFiles } from '../files/workspace-files.ts';
import type { RunStore } from '../runs/run-store.ts';
import { nameOf, type ShownRun } from '../runs/run-tree.ts';
import { stateText } from '../runs/state-text.ts';
import { runFor } from './choose-run.ts';
import type { PredictingRunText } from './hover-text.ts';
import { onPolicyChange } from './policy-setting.ts';

const chosenKey = 'operatorActions.predictingRuns';
const lastKey = 'operatorActions.lastPredictingRun';

/** A run that predicts for a history. */
export interface PredictingRun extends PredictingRunText {
  readonly shown: ShownRun;
}

/** Which run predicts for which history; what was chosen is kept with the workspace. */
export class PredictingRuns implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  /** By the document's URI, until something changes. */
  readonly #known = new Map<string, Promise<PredictingRun | undefined>>();

  /** Another run may predict now, or another policy apply. */
  readonly onDidChange = this.#changed.event;

  constructor(
    readonly store: RunStore,
    readonly state: vscode.Memento,
  ) {
    this.#subscription = vscode.Disposable.from(
      store.onDidChange(() => this.#forget()),
      onPolicyChange(() => this.#changed.fire()),
    );
  }

  /** The run that predicts for a history; undefined if there is none. */
  of(document: vscode.TextDocument): Promise<PredictingRun | undefined> {
    const key = document.uri.toString();
    const known = this.#known.get(key);
    if (known) return known;
    const found = this.#find(document);
    this.#known.set(key, found);
    // What could not be found out may be known the next time.
    found.catch(() => this.#known.delete(key));
    return found;
  }

  /** Has a run predict for a history from now on. */
  async choose(document: vscode.TextDocument | undefined, folder: string): Promise<void> {
    const chosen = new Map(chosenRuns(this.state));
    if (document) chosen.set(document.uri.toString(), folder);
    const kept = [this.state.update(chosenKey, [...chosen]), this.state.update(lastKey, folder)];
    // Both can be read at once; they are written later.
    this.#forget();
    await Promise.all(kept);
  }

  dispose(): void {
    this.#changed.dispose();
    this.#subscription.dispose();
  }

  async #find({ uri }: vscode.TextDocument): Promise<PredictingRun | undefined> {
    const { runs } = await this.store.shown();
    const shown = runForHistory(this.store.files, uri, runs, this.state);
    if (shown) await this.store.fetch(shown.folder);
    return shown && { shown, folder: shown.folder, name: nameOf(shown), about: aboutRun(shown) };
  }

  #forget(): void {
    this.#known.clear();
    this.#changed.fire();
  }
}

/** The run that predicts for a history; undefined if there is none. @param runs newest first */
export function runForHistory(
  files: WorkspaceFiles,
  uri: vscode.Uri,
  runs: readonly ShownRun[],
  state: vscode.Memento,
): ShownRun | undefined {
  const here = chosenRuns(state).find(([history]) => history === uri.toString())?.[1];
  return runFor(files.pathOf(uri), runs, { here, last: state.get<string>(lastKey) });
}

/** Folders of runs by the histories' URIs. */
function chosenRuns(state: vscode.Memento): readonly (readonly [string, string])[] {
  return state.get<[string, string][]>(chosenKey, []);
}

function aboutRun({ run, error }: ShownRun): string {
  if (!run) return error ?? stateText(undefined);
  const time = new Date(run.createdAt).toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'short' });
  return [
    run.protocol,
    ...(run.state === 'done' ? [] : [stateText(run.state)]),
    time,
    ...(run.history.synthetic ? [l10n.t('synthetic data')] : []),
  ].join(' · ');
}
