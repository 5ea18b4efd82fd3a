import * as z from 'zod';
import { memberModels } from './member-models.ts';
import type { Model } from './model.ts';

const names = memberModels.flatMap(({ name, suffixes }) =>
  suffixes.includes('attention') ? [name, `${name}+attention`] : [name],
);

const entries = memberModels.map(({ name, description, settings, suffixes }) =>
  z
    .strictObject({
      model: z.literal(name).describe(description),
      attention: (suffixes.includes('attention') ? z.boolean() : z.literal(false)).default(false),
      ...(settings as z.ZodObject).shape,
    })
    .describe(description),
);

/** A member in an experiment file. */
export const ensembleMember = z.union([
  z.enum(names as [string, ...string[]]),
  z.discriminatedUnion('model', entries as never),
]);

/** One training of a member. */
export interface Copy {
  readonly model: Model;
  readonly settings: object;
  readonly attention: boolean;
  /** Number of the member. */
  readonly member: number;
  /** How many of them the member has. */
  readonly copies: number;
}

/** Networks as often as asked; of others each copy would be the same. */
export function copiesOf(members: readonly unknown[], repeats: number): Copy[] {
  return members.flatMap((entry, member) => {
    const read = readMember(entry);
    const copies = read.model.kind === 'network' ? repeats : 1;
    return Array.from({ length: copies }, () => ({ ...read, member, copies }));
  });
}

/** @param weights of the members @returns of the copies */
export function ofCopies(copies: readonly Copy[], weights: readonly number[]): number[] {
  return copies.map(({ member, copies: count }) => weights[member] / count);
}

function readMember(entry: unknown): Pick<Copy, 'model' | 'settings' | 'attention'> {
  const written = typeof entry === 'string' ? { model: entry.split('+')[0], attention: entry.includes('+') } : entry;
  const {
    model: wanted,
    attention,
    ...theirs
  } = z.looseObject({ model: z.string(), attention: z.boolean() }).parse(written);
  const model = memberModels.find(({ name }) => name === wanted);
  if (!model) throw new Error(`there is no member ${wanted}`);
  return { model, settings: model.settings.parse(theirs), attention };
}
