import { printable } from './terminal.ts';

/** An argument as it is typed in a shell, for command lines that people copy: `'my #1.oap.json'`. */
export function shellQuoted(argument: string, platform: NodeJS.Platform = process.platform): string {
  if (/^[\w+:,./-]+$/.test(argument)) return argument;
  // Of cmd and PowerShell alike.
  if (platform === 'win32') return `"${argument.replaceAll('"', '\\"')}"`;
  if (printable(argument) === argument) return `'${argument.replaceAll("'", String.raw`'\''`)}'`;
  // Neither the terminal nor who copies the line could take it literally: the escapes of bash and zsh.
  const escaped = argument.replaceAll(/[\\']/g, String.raw`\$&`);
  return `$'${printable(escaped)}'`;
}

/** A path as it is typed in a shell; one that begins like an option gets its folder. */
export function shellQuotedPath(path: string): string {
  return shellQuoted(path.startsWith('-') ? `./${path}` : path);
}
