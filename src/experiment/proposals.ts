import { getLocation } from 'jsonc-parser';
import type { Suffix } from '../models/model.ts';
import { models } from '../models/registry.ts';
import type { Range } from './positions.ts';

/** What completion knows about an experiment's history. */
export interface HistoryFacts {
  readonly targets: readonly {
    readonly name: string;
    readonly classes: readonly { readonly name: string; readonly tasks: number }[];
    /** Values as in the history; empty = no value. */
    readonly rawValues: readonly { readonly name: string; readonly tasks: number }[];
  }[];
  /** Names of all parameters; those with few distinct values are also in `targets`. */
  readonly parameters: readonly string[];
}

/** What is being written at a place of an experiment file that the JSON schema cannot complete. */
export type Wanted =
  | { readonly kind: 'history' }
  | { readonly kind: 'model' }
  | { readonly kind: 'target' }
  | { readonly kind: 'order' }
  | { readonly kind: 'default' | 'raw-value'; readonly target: string };

export interface Place {
  readonly wanted: Wanted;
  /** The range that a proposal replaces: the string being written, quotes included. */
  readonly range: Range;
  /** Whether a name of a field is written, without its value yet. */
  readonly isNewField: boolean;
}

/** A possible completion. */
export interface Proposal {
  /** The string, without quotes. */
  readonly name: string;
  readonly detail: string;
}

/** @returns undefined where the schema already has all completions */
export function placeAt(text: string, offset: number): Place | undefined {
  const { path, previousNode, isAtPropertyKey } = getLocation(text, offset);
  const wanted = wantedAt(path, isAtPropertyKey);
  if (!wanted) return undefined;
  const inside = previousNode && offset > previousNode.offset && offset <= previousNode.offset + previousNode.length;
  const range = inside ? { offset: previousNode.offset, length: previousNode.length } : { offset, length: 0 };
  return { wanted, range, isNewField: isAtPropertyKey && !/^\s*:/.test(text.slice(range.offset + range.length)) };
}

function wantedAt(path: readonly (string | number)[], isAtPropertyKey: boolean): Wanted | undefined {
  const [field, name, part] = path;
  if (field === 'history' && path.length === 1 && !isAtPropertyKey) return { kind: 'history' };
  if (field === 'models' && path.length === 2 && typeof name === 'number') return { kind: 'model' };
  if (field === 'split' && name === 'order' && path.length === 2 && !isAtPropertyKey) return { kind: 'order' };
  if (field !== 'targets') return undefined;
  if (path.length === 2 && isAtPropertyKey) return { kind: 'target' };
  if (typeof name !== 'string') return undefined;
  if (part === 'default' && path.length === 3 && !isAtPropertyKey) return { kind: 'default', target: name };
  return part === 'classes' && path.length === 5 ? { kind: 'raw-value', target: name } : undefined;
}

/** Names for a place, those of most tasks first. */
export function proposalsFor(
  wanted: Exclude<Wanted, { kind: 'history' }>,
  facts: HistoryFacts | undefined,
): Proposal[] {
  switch (wanted.kind) {
    case 'model':
      return modelProposals();
    case 'target':
      return (facts?.targets ?? []).map(({ name, classes }) => ({
        name,
        detail: classes.map((one) => `${one.name} ${one.tasks.toLocaleString('en')}`).join(', '),
      }));
    case 'order':
      return (facts?.parameters ?? []).map((name) => ({ name, detail: 'parameter of the tasks' }));
    case 'default':
      return ['default', ...(targetOf(facts, wanted.target)?.classes ?? []).map(({ name }) => name)]
        .filter((name, i, all) => all.indexOf(name) === i)
        .map((name) => ({ name, detail: 'class for tasks whose value is empty or missing' }));
    case 'raw-value':
      return (targetOf(facts, wanted.target)?.rawValues ?? [])
        .filter(({ name }) => name !== '')
        .map(({ name, tasks }) => ({
          name,
          detail: `${tasks.toLocaleString('en')} ${tasks === 1 ? 'task' : 'tasks'}`,
        }));
    default:
      throw new Error(`no completion for ${wanted satisfies never}`);
  }
}

function targetOf(facts: HistoryFacts | undefined, target: string): HistoryFacts['targets'][number] | undefined {
  return facts?.targets.find(({ name }) => name === target);
}

/** Every family, then each with its suffixes. */
function modelProposals(): Proposal[] {
  const wanted: readonly (readonly Suffix[])[] = [[], ['attention'], ['smote'], ['attention', 'smote']];
  return wanted.flatMap((suffixes) =>
    models
      .filter((model) => suffixes.every((suffix) => model.suffixes.includes(suffix)))
      .map(({ name, description }) => ({ name: [name, ...suffixes].join('+'), detail: description })),
  );
}
