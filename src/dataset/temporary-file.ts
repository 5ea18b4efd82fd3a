import { randomBytes } from 'node:crypto';
import path from 'node:path';

/** Characters of a name that its temporary file keeps, so that the name is short enough for every file system. */
const maxCharacters = 60;

/** A new name in a file's own folder to write its content under first: `.<name>.<random>.tmp`. */
export function temporaryFileOf(file: string): string {
  const name = [...path.basename(file)].slice(0, maxCharacters).join('');
  return path.join(path.dirname(file), `.${name}.${randomBytes(6).toString('hex')}.tmp`);
}
