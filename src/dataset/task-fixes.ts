import type { Layout } from './layout.ts';
import { readTokens, type TaskToken } from './task-tokens.ts';

/** A change that fixes a task's text; offsets are UTF-16 units in it. */
export interface TaskFix {
  /** What is fixed: a misspelt name, or a count in quotes. */
  readonly kind: 'name' | 'count';
  /** What `text` replaces. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

const groups = ['good_sites', 'bad_sites'];
const members = ['errors', 'parameters'];

/**
 * Changes that make a task usable where the intention is clear: counts in quotes, and misspelt names of the members of a task.
 *
 * @param nearest the name that was probably meant, if any
 */
export function taskFixes(
  text: string,
  layout: Layout,
  nearest: (written: string, names: readonly string[]) => string | undefined,
): TaskFix[] {
  const tokens = readTokens(text, layout);
  return [
    ...misspelt(tokens, 'group', groups, nearest),
    ...misspelt(tokens, 'member', members, nearest),
    ...tokens
      .filter(isQuotedCount)
      .map(({ from, to, text: count }): TaskFix => ({ kind: 'count', from, to, text: count })),
  ];
}

function isQuotedCount({ role, quoted, text }: TaskToken): boolean {
  return role === 'count' && quoted && /^(0|[1-9]\d{0,8})$/.test(text);
}

/** Names that were probably meant to be one of the missing ones. */
function misspelt(
  tokens: readonly TaskToken[],
  role: TaskToken['role'],
  names: readonly string[],
  nearest: (written: string, names: readonly string[]) => string | undefined,
): TaskFix[] {
  const written = tokens.filter((token) => token.role === role);
  const missing = names.filter((name) => !written.some(({ text }) => text === name));
  return written.flatMap(({ text, from, to }): TaskFix[] => {
    const meant = names.includes(text) ? undefined : nearest(text, missing);
    return meant === undefined ? [] : [{ kind: 'name', from, to, text: JSON.stringify(meant) }];
  });
}
