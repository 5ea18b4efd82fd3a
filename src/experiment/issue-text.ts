import type { $ZodIssue } from 'zod/v4/core';

/*
 * The words for what the definition refuses: `"test" must be below 1`. Zod's own words are input, options and origins. Rules
 * with their own messages (`refine`) keep them.
 */

/** What is wrong with a value, in one sentence. @param name of the value, for people: `"folds"`, `entry 3` */
export function describeIssue(name: string, issue: $ZodIssue): string {
  const requirement = requirementOf(issue);
  if (requirement !== undefined) return `${name} must ${requirement}`;
  return `${name}: ${issue.message.charAt(0).toLowerCase()}${issue.message.slice(1)}`;
}

/** `a number`, `"task" or "workflow"`; undefined if the issue is not about the type or choice of values. */
export function expectedValue(issue: $ZodIssue): string | undefined {
  if (issue.code === 'invalid_type') return withArticle(issue.expected);
  return issue.code === 'invalid_value' ? alternatives(issue.values.map(quoted)) : undefined;
}

/** `a, b or c` */
export function alternatives(names: readonly string[]): string {
  const last = names[names.length - 1] ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} or ${last}`;
}

function requirementOf(issue: $ZodIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
    case 'invalid_value':
      return `be ${expectedValue(issue)}`;
    case 'too_small':
      if (isNumber(issue.origin)) return `be ${issue.inclusive ? 'at least' : 'above'} ${issue.minimum}`;
      if (issue.origin === 'string' && issue.minimum === 1) return 'not be empty';
      return `have at least ${sizeOf(issue.origin, issue.minimum)}`;
    case 'too_big':
      if (isNumber(issue.origin)) return `be ${issue.inclusive ? 'at most' : 'below'} ${issue.maximum}`;
      return `have at most ${sizeOf(issue.origin, issue.maximum)}`;
    default:
      return undefined;
  }
}

function isNumber(origin: string): boolean {
  return origin === 'number' || origin === 'int';
}

function sizeOf(origin: string, size: number | bigint): string {
  const unit = origin === 'string' ? ['character', 'characters'] : ['entry', 'entries'];
  return size === 1 ? `one ${unit[0]}` : `${size} ${unit[1]}`;
}

function quoted(value: unknown): string {
  return typeof value === 'string' ? `"${value}"` : String(value);
}

function withArticle(type: string): string {
  const names: ReadonlyMap<string, string> = new Map([
    ['string', 'a string'],
    ['number', 'a number'],
    ['int', 'a whole number'],
    ['boolean', 'true or false'],
    ['array', 'a list'],
    ['object', 'an object'],
    ['map', 'an object'],
    ['record', 'an object'],
  ]);
  return names.get(type) ?? type;
}
