import path from 'node:path';
import * as z from 'zod/mini';
import { writeFileAtomic } from './atomic-file.ts';
import { readSmallFile } from './regular-file.ts';

/** What people noted on a run; kept next to its record, so that it goes where the run goes. */
const marksSchema = z.object({
  /** Kept: cannot be deleted. */
  starred: z._default(z.boolean(), false),
  /** Shown instead of the model's name. */
  name: z.optional(z.string()),
  note: z.optional(z.string()),
});
export type Marks = z.infer<typeof marksSchema>;

const none: Marks = { starred: false };

/** A run's marks; those of a run that has none, or whose file is damaged, are empty. */
export function readMarks(run: string): Marks {
  const text = readSmallFile(marksFile(run));
  if (text === undefined) return none;
  try {
    const result = marksSchema.safeParse(JSON.parse(text));
    return result.success ? result.data : none;
  } catch {
    // No JSON in it: nobody has said anything.
    return none;
  }
}

/** Changes some marks; an empty name or note is none. */
export function changeMarks(run: string, changes: Partial<Marks>): void {
  const { starred, name, note } = { ...readMarks(run), ...changes };
  const marks: Marks = {
    starred,
    ...(name?.trim() && { name: name.trim() }),
    ...(note?.trim() && { note: note.trim() }),
  };
  writeFileAtomic(marksFile(run), `${JSON.stringify(marks, null, 1)}\n`);
}

function marksFile(run: string): string {
  return path.join(run, 'marks.json');
}
