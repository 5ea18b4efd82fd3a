import fs from 'node:fs';
import path from 'node:path';
import { Argument, type Command } from 'commander';
import { writeOutput } from '../dataset/output-file.ts';
import { experimentSchema, policySchema } from '../experiment/schema.ts';
import { printLines } from './terminal.ts';

/** `oap schema`: the JSON schemas of experiments and policies, for editors other than VS Code; the build stores them in schemas/. */
export function addSchemaCommand(program: Command): void {
  program
    .command('schema')
    .description('print the JSON schema of experiment files, or of policies')
    .addArgument(new Argument('[kind]', 'kind of file').choices(['experiment', 'policy']).default('experiment'))
    .option('--out <file>', 'write to a file')
    .action(async (kind: string, { out }: { out?: string }) => {
      const schema = kind === 'policy' ? policySchema() : experimentSchema();
      const text = `${JSON.stringify(schema, null, 1)}\n`;
      if (out === undefined) {
        printLines(text.trimEnd().split('\n'));
        return;
      }
      fs.mkdirSync(path.dirname(out), { recursive: true });
      await writeOutput(out, text);
    });
}
