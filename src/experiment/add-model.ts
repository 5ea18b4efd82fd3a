import { type Edit, findNodeAtLocation, modify, parseTree } from 'jsonc-parser';
import { type ModelEntry, usualModels } from './definition.ts';

/**
 * The edits that add a model to an experiment's text, its comments and layout kept.
 *
 * @param text an experiment without problems
 */
export function addModel(text: string, entry: ModelEntry): Edit[] {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const models = root && findNodeAtLocation(root, ['models']);
  const options = { formattingOptions: { insertSpaces: true, tabSize: 2, eol: text.includes('\r\n') ? '\r\n' : '\n' } };
  if (!models) return modify(text, ['models'], [...usualModels, entry], options);
  return modify(text, ['models', models.children?.length ?? 0], entry, { ...options, isArrayInsertion: true });
}
