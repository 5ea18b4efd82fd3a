import fs from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { writeOutput } from '../dataset/output-file.ts';
import { experimentSchema } from '../experiment/schema.ts';
import { printLines } from './terminal.ts';

/** `oap schema`: the JSON schema of experiment files, for editors other than VS Code; the build stores it in schemas/. */
export function addSchemaCommand(program: Command): void {
  program
    .command('schema')
    .description('print the JSON schema of experiment files')
    .option('--out <file>', 'write to a file')
    .action(async ({ out }: { out?: string }) => {
      const text = `${JSON.stringify(experimentSchema(), null, 1)}\n`;
      if (out === undefined) {
        printLines(text.trimEnd().split('\n'));
        return;
      }
      fs.mkdirSync(path.dirname(out), { recursive: true });
      await writeOutput(out, text);
    });
}
