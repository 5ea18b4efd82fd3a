import { ByteWindow } from './byte-window.ts';
import { JsonScanner } from './json-scanner.ts';

/**
 * A scanner over bytes that are all in memory.
 *
 * @param final nothing follows them; otherwise the scanner throws `needMore` at their end
 */
export function scannerOver(bytes: Uint8Array, final = true): JsonScanner {
  const window = new ByteWindow();
  window.bytes = bytes;
  window.length = bytes.length;
  const scanner = new JsonScanner(window);
  scanner.limit = bytes.length;
  scanner.final = final;
  return scanner;
}
