import { scannerOver } from './bytes-scanner.ts';
import { JsonFault } from './json-fault.ts';
import { recogniseLayout } from './layout.ts';

/** Whether a line is a task of JSON Lines, and not the beginning of an object of tasks that continues on the next one. */
export function isTaskLine(line: string): boolean {
  try {
    JSON.parse(line);
    return recogniseLayout(scannerOver(new TextEncoder().encode(line))) === 'lines';
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof JsonFault) return false;
    throw error;
  }
}
