import { printable } from './terminal.ts';

/** An argument as typed in a shell, for command lines that people copy: `'my #1.oap.json'`. */
export function shellQuoted(argument: string, platform: NodeJS.Platform = process.platform): string {
  if (/^[\w+:,./-]+$/.test(argument)) return argument;
  // For cmd and PowerShell.
  if (platform === 'win32') return `"${argument.replaceAll('"', '\\"')}"`;
  if (printable(argument) === argument) return `'${argument.replaceAll("'", String.raw`'\''`)}'`;
  // It could not be printed or copied literally: the escapes of bash and zsh.
  const escaped = argument.replaceAll(/[\\']/g, String.raw`\$&`);
  return `$'${printable(escaped)}'`;
}

/** A path as typed in a shell; one that begins like an option gets its folder. */
export function shellQuotedPath(path: string): string {
  return shellQuoted(path.startsWith('-') ? `./${path}` : path);
}
