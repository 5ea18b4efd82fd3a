/** How many bytes of a file `foreignFormat` needs. */
export const sniffedBytes = 1024;

/**
 * Recognises a file that cannot be a history by its first bytes, whatever its name, and returns one sentence about it;
 * undefined if it may be JSON in UTF-8.
 */
export function foreignFormat(bytes: Uint8Array): string | undefined {
  const [a, b, c, d] = bytes;
  const byteOrderMark = (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff);
  if (byteOrderMark || (bytes.length > 1 && (a === 0 || b === 0))) {
    return 'the file is in UTF-16 or UTF-32, expected a file saved as UTF-8';
  }
  if (a === 0x1f && b === 0x8b) return 'the file is compressed (gzip), expected it unpacked';
  if (a === 0x50 && b === 0x4b && c === 3 && d === 4) return 'the file is a ZIP archive, expected the history unpacked';
  return markup(String.fromCharCode(...bytes.subarray(0, sniffedBytes)));
}

/** @param beginning bytes as characters; a byte-order mark in UTF-8 is then three letters */
function markup(beginning: string): string | undefined {
  const text = beginning.replace(/^\u00ef\u00bb\u00bf/, '').trimStart();
  if (!text.startsWith('<')) return undefined;
  if (/<(!doctype html|html|head|body|script|meta|title)\b/i.test(text)) {
    return 'this is an HTML page, not a history (perhaps a saved login page?); expected a JSON object of tasks';
  }
  return 'this is markup (XML or HTML), not a history; expected a JSON object of tasks';
}
