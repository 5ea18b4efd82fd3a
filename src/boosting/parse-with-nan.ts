/**
 * JSON in which NaN and infinite numbers may occur, as XGBoost 1.7 and Python's `json` write them. They become null, as
 * in `JSON.stringify`.
 *
 * @throws SyntaxError
 */
export function parseWithNaN(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const without = text.replace(stringOrNoNumber, (found) => (found.startsWith('"') ? found : 'null'));
    if (without === text) throw error;
    return JSON.parse(without);
  }
}

/** Strings are matched so that numbers in them are skipped. */
const stringOrNoNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|[-+]?\b(?:NaN|nan|Infinity|infinity|inf)\b/gs;
