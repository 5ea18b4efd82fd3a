import fs from 'node:fs';
import * as z from 'zod/mini';
import { RunUnreadable } from './read-run.ts';
import { vocabularyFile } from './run-paths.ts';
import type { Vocabulary } from './write-run.ts';

const schema = z.object({
  codes: z.array(z.string()),
  sites: z.array(z.string()),
  features: z.object({ transform: z.enum(['none', 'log1p', 'binary']), sites: z.enum(['merged', 'good-bad']) }),
});

/** The columns of a run's models. @throws RunUnreadable */
export function readVocabulary(run: string): Omit<Vocabulary, 'classes'> {
  const file = vocabularyFile(run);
  try {
    return schema.parse(JSON.parse(fs.readFileSync(file, 'utf8')));
  } catch (error) {
    throw new RunUnreadable(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
