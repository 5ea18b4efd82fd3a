import type * as vscode from 'vscode';
import type { RunPanels } from '../panels/run-panels.ts';
import type { RunStore } from '../runs/run-store.ts';
import type { TrainingStatus } from './training-status.ts';

/** What trainings need of their window. */
export interface TrainingHost {
  readonly store: RunStore;
  readonly panels: RunPanels;
  readonly status: TrainingStatus;
  readonly log: vscode.LogOutputChannel;
  /** The worker's bundle. */
  readonly workerFile: string;
}
