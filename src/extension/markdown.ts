/** Text in Markdown, so that nothing in it is markup. White space is one space: text is one paragraph. */
export function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+\-.!|<>~&$:/@]/g, '\\$&').replaceAll(/\s+/g, ' ');
}
