import * as vscode from 'vscode';
import type { Host } from '../files/host.ts';
import type { HistoryDescriptions } from '../histories/history-descriptions.ts';
import type { Runs } from '../runs/register.ts';
import type { LanguageModelTools } from './language-model-tools.ts';

/** Registers the tools that assistants may use. */
export function registerAssistants(host: Host, runs: Runs, descriptions: () => Promise<HistoryDescriptions>): void {
  const { subscriptions, workspaceState } = host.context;
  const load = async (): Promise<LanguageModelTools> => {
    const [{ LanguageModelTools }, store, histories] = await Promise.all([
      import('./language-model-tools.ts'),
      runs.store(),
      descriptions(),
    ]);
    const files = { workerFile: host.file('dist', 'worker.js'), predictionsFile: host.file('dist', 'predictions.js') };
    return new LanguageModelTools({ store, histories, state: workspaceState, ...files });
  };
  subscriptions.push(
    vscode.lm.registerTool('operatorActions_runMetrics', {
      invoke: async ({ input }) => (await load()).runMetrics(input),
    }),
    vscode.lm.registerTool('operatorActions_historyStatistics', {
      invoke: async ({ input }) => (await load()).historyStatistics(input),
    }),
    vscode.lm.registerTool('operatorActions_predictTask', {
      invoke: async ({ input }) => (await load()).predictTask(input),
    }),
  );
}
