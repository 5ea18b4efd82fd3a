import * as z from 'zod/mini';
import { readSiteColumn } from '../dataset/site-column.ts';
import type { RunRecord } from '../protocol/run.ts';
import { RunUnreadable, readRun } from './read-run.ts';
import { vocabularyFile } from './run-paths.ts';
import { readSealedFile } from './sealed-files.ts';
import type { Vocabulary } from './write-run.ts';

const schema = z.object({
  codes: z.array(z.string()),
  sites: z.array(z.string()),
  features: z.object({
    transform: z.enum(['none', 'log1p', 'binary']),
    sites: z.enum(['merged', 'good-bad']),
    totals: z.optional(z.boolean()),
  }),
});

/**
 * The columns of a run's models.
 *
 * @param record of the run, where it has been read
 * @throws RunUnreadable, also if they are not those that the run was made with
 */
export function readVocabulary(run: string, { files }: RunRecord = readRun(run)): Omit<Vocabulary, 'classes'> {
  const file = vocabularyFile(run);
  const text = readSealedFile(run, 'oap.json', files).toString('utf8');
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new RunUnreadable(`${file} is not complete JSON`);
  }
  const result = schema.safeParse(data);
  if (!result.success) {
    const [issue] = result.error.issues;
    const place = issue.path.join('.') || 'the file';
    throw new RunUnreadable(`${file} is not a run's vocabulary: ${place}: ${issue.message}`);
  }
  const { codes, sites, features } = result.data;
  for (const names of [codes, sites]) {
    if (new Set(names).size < names.length) throw new RunUnreadable(`${file} has a code or a site twice`);
  }
  const columns = sites.map((name) => {
    const column = readSiteColumn(name, features.sites);
    if (!column)
      throw new RunUnreadable(`${file} does not say whether ${JSON.stringify(name)} is a good or a bad site`);
    return column;
  });
  return { codes, sites: columns, features };
}
