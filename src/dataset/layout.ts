import { OPEN_ARRAY, OPEN_OBJECT, QUOTE } from './json-bytes.ts';
import { JsonFault } from './json-fault.ts';
import { END, type JsonScanner } from './json-scanner.ts';

/** How the tasks of a history are arranged: entries of one JSON object, or one JSON object a line (JSON Lines). */
export type Layout = 'object' | 'lines';

const expected = 'an object of tasks: {"name": {"errors": …, "parameters": …}, …}';

/** Members of the first object that are checked: a line has few besides those of a task. */
const maxMembers = 50;

/**
 * Determines the layout from the beginning of the first object; how much has to be read depends on the first members only.
 * `{"task": "name", …}` is a line. `{"errors": …}` and `{"parameters": …}` are a line too, unless their value is a task: then
 * they are names. Any other member is a task if its value is one; otherwise the next members decide, as members of an object
 * have no order.
 */
export function recogniseLayout(scanner: JsonScanner): Layout {
  const byte = scanner.peek();
  if (byte === END) scanner.fault(`the file is empty, expected ${expected}`, scanner.at);
  if (byte === OPEN_ARRAY) scanner.fault(`the file contains a list, expected ${expected}`, scanner.at);
  if (byte !== OPEN_OBJECT) scanner.unexpected(expected);
  let objects = 0;
  try {
    let more = scanner.firstMember();
    for (let members = 0; more && members < maxMembers; members++) {
      scanner.readName();
      const name = scanner.textString();
      const isObject = scanner.peek() === OPEN_OBJECT;
      if (name === 'task' && !isObject) return 'lines';
      if ((name === 'errors' || name === 'parameters') && isObject) return holdsTask(scanner) ? 'object' : 'lines';
      if (!isObject) scanner.skipValue();
      else if (readTask(scanner)) return 'object';
      else objects++;
      more = scanner.nextMember();
    }
  } catch (error) {
    // So far these look like entries, which can be used up to the damage.
    if (!(error instanceof JsonFault) || objects === 0) throw error;
  }
  return 'object';
}

/** Skips the next object, or as much of it as shows that it is a task, and returns whether it is one. */
function readTask(scanner: JsonScanner): boolean {
  for (let more = scanner.firstMember(); more; more = scanner.nextMember()) {
    scanner.readName();
    const name = scanner.textString();
    if ((name === 'errors' || name === 'parameters') && scanner.peek() === OPEN_OBJECT) return true;
    scanner.skipValue();
  }
  return false;
}

/** Whether the next object begins like a task: with an object named errors or parameters. */
function holdsTask(scanner: JsonScanner): boolean {
  scanner.at++;
  if (scanner.peek() !== QUOTE) return false;
  scanner.readName();
  const name = scanner.textString();
  return (name === 'errors' || name === 'parameters') && scanner.peek() === OPEN_OBJECT;
}
