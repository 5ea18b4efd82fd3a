/** What was being done to a file or folder when the operating system refused. */
export type FileAction = 'read' | 'write' | 'open';

/** System calls that change nothing. */
const readingCalls = new Set([
  'read',
  'scandir',
  'opendir',
  'readdir',
  'readlink',
  'stat',
  'lstat',
  'fstat',
  'statfs',
  'realpath',
]);

/** An error of the operating system on a file: a full disk, a read-only folder. Not a bug, so a stack does not help. */
export function isFileFailure(error: unknown): error is NodeJS.ErrnoException & { readonly syscall: string } {
  return error instanceof Error && 'code' in error && 'syscall' in error;
}

/** The purpose of a call. A file is opened to read or to write, which its error does not show. */
export function actionOf({ syscall }: { readonly syscall: string }): FileAction {
  if (syscall === 'open') return 'open';
  return readingCalls.has(syscall) ? 'read' : 'write';
}

/** Why the operating system refused, and what was expected, as far as its error shows. */
export function describeFileFailure(
  { code, message }: { readonly code?: string | undefined; readonly message?: string },
  action: FileAction,
): string {
  switch (code) {
    case 'ENOSPC':
      return 'the disk is full, expected room to write';
    case 'EDQUOT':
      return 'your share of the disk is used up (EDQUOT), expected room to write';
    case 'EROFS':
      return 'the disk is read-only (EROFS), expected a place that you can write to';
    case 'EACCES':
    case 'EPERM':
      if (action === 'write') return `no permission to write here (${code}), expected a place that you can write to`;
      return `no permission to ${action} this (${code})`;
    case 'EIO':
      return `the disk failed while being ${action === 'write' ? 'written' : 'read'} (EIO)`;
    case 'ENOENT':
      return action === 'write'
        ? 'the folder does not exist, expected one that does (ENOENT)'
        : 'there is no such file or folder (ENOENT)';
    case 'ENOTDIR':
    case 'EEXIST':
      return `this is a file, expected a folder (${code})`;
    case 'EISDIR':
      return 'this is a folder, expected a file (EISDIR)';
    case 'EMFILE':
    case 'ENFILE':
      return `too many files are open (${code})`;
    default:
      return message ?? `it failed (${code ?? 'unknown error'})`;
  }
}
