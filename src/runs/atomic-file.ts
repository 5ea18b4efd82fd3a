import fs from 'node:fs';
import { temporaryFileOf } from '../dataset/temporary-file.ts';
import { named } from './named-errors.ts';

/**
 * Writes a file of a run, or of this program, so that readers see the old content or the new, never a part: a temporary file
 * in the same folder is written, flushed to the disk and renamed over it. When anything fails, the old file stays and the
 * temporary one goes. The permissions of a file that is replaced are kept.
 *
 * Whatever has the name is replaced, also a link or a pipe: they do not belong into a run. Files that people name are
 * written with `openOutput`.
 */
export function writeFileAtomic(file: string, content: string | Uint8Array): void {
  const temporary = temporaryFileOf(file);
  const before = fs.lstatSync(file, { throwIfNoEntry: false });
  try {
    const handle = fs.openSync(temporary, 'wx');
    try {
      named(file, () => {
        if (before?.isFile()) fs.fchmodSync(handle, before.mode & 0o7777);
        fs.writeFileSync(handle, content);
        fs.fsyncSync(handle);
      });
    } finally {
      fs.closeSync(handle);
    }
    fs.renameSync(temporary, file);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
}
