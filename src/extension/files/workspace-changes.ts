import { isExperiment } from './experiment-name.ts';

/** What something that appears in a workspace, or goes, may change. */
export type WorkspaceChange =
  | { readonly kind: 'experiments' }
  /** A folder of runs, or what holds one. */
  | { readonly kind: 'runs' }
  | { readonly kind: 'run'; readonly folder: string }
  /** Of no interest itself; if it is a folder, then what it holds may be. */
  | { readonly kind: 'other' };

/** @returns undefined if it changes nothing: parts of tools, and runs that are being made or taken away */
export function workspaceChange(file: string): WorkspaceChange | undefined {
  const names = file.split(/[\\/]/);
  if (names.some((name) => name === 'node_modules' || name === '.git')) return undefined;
  const oap = names.lastIndexOf('.oap');
  if (oap < 0) return { kind: isExperiment(file) ? 'experiments' : 'other' };
  const [, folder, run] = names.slice(oap);
  if (folder === undefined || (folder === 'runs' && run === undefined)) return { kind: 'runs' };
  if (folder !== 'runs' || run === undefined || run === '' || run.startsWith('.')) return undefined;
  const separator = /[\\/]/.exec(file)?.[0] ?? '/';
  return { kind: 'run', folder: names.slice(0, oap + 3).join(separator) };
}
