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
  const fail = (reason: string): never => {
    throw new RunUnreadable(`${file} cannot be read: ${reason}`);
  };
  let content: unknown;
  try {
    content = JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
  const read = schema.safeParse(content);
  if (!read.success) {
    const [{ path, message }] = read.error.issues;
    return fail(`${path.map(String).join('.') || 'the file'}: ${message}`);
  }
  for (const [what, names] of Object.entries({ codes: read.data.codes, sites: read.data.sites })) {
    if (new Set(names).size < names.length) fail(`a name is twice among the ${what}`);
  }
  return read.data;
}
