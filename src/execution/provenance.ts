import { execFileSync } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import type { Experiment } from '../experiment/definition.ts';
import type { RunRecord } from '../protocol/run.ts';
import { thisProcess } from '../runs/owner.ts';
import type { FitJob } from './worker-service.ts';

declare const __VERSION__: string | undefined;

/** Version of this program, set by the build. */
export const version: string = typeof __VERSION__ === 'string' ? __VERSION__ : 'development';

/** This process as the owner of the runs that it trains. */
export const runOwner = (): RunRecord['owner'] => ({ ...thisProcess(), locks: true });

/** The versions that a run is made with. */
export function versionsOf(engine: Experiment['engine']): RunRecord['versions'] {
  return { oap: version, node: process.versions.node, engine: engineName(engine) };
}

/** Who makes a run and with which versions: the part of its record that does not come from the experiment. */
export function provenance(
  experimentFile: string,
  engine: Experiment['engine'],
): Pick<RunRecord, 'owner' | 'versions' | 'gitCommit'> {
  const commit = gitCommit(path.dirname(path.resolve(experimentFile)));
  return {
    owner: runOwner(),
    versions: versionsOf(engine),
    ...(commit !== undefined && { gitCommit: commit }),
  };
}

/** The engine for the networks of an experiment. */
export function engineName(engine: Experiment['engine']): FitJob['engine'] {
  return engine === 'tensorflow' ? 'tensorflow' : 'sparse';
}

/** The commit of the experiment's repository, if it is in one. */
function gitCommit(folder: string): string | undefined {
  try {
    const output = execFileSync('git', ['-C', folder, 'rev-parse', 'HEAD'], {
      encoding: 'utf8',
      timeout: 2000,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return output.trim();
  } catch {
    // No Git, or no repository: the run has no commit.
    return undefined;
  }
}
