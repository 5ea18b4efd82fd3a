import fs from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { generateHistory } from '../dataset/synthetic/generate.ts';
import { positiveInteger, wholeNumber } from './numbers.ts';

/** `oap history inspect|generate|format`. */
export function addHistoryCommands(program: Command): void {
  const history = program.command('history').description('inspect, generate and format history files');
  history
    .command('generate')
    .description('write a synthetic history that imitates the one of the study, which is not public')
    .requiredOption('--out <file>', 'file to write')
    .option('--tasks <n>', 'number of tasks', positiveInteger, 9522)
    .option('--seed <n>', 'seed of everything random', wholeNumber, 42)
    .action(generate);
}

function generate({ out, tasks, seed }: { out: string; tasks: number; seed: number }): void {
  const neighbour = path.join(path.dirname(out), `.${path.basename(out)}.part`);
  const handle = fs.openSync(neighbour, 'w');
  try {
    generateHistory({ tasks, seed }, (text) => fs.writeSync(handle, text));
    fs.fsyncSync(handle);
    fs.renameSync(neighbour, out);
  } catch (error) {
    fs.rmSync(neighbour, { force: true });
    throw error;
  } finally {
    fs.closeSync(handle);
  }
  process.stderr.write(`${out}: ${tasks} synthetic tasks\n`);
}
