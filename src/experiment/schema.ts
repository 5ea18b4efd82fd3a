import * as z from 'zod';
import { experimentDefinition } from './definition.ts';

/** The JSON schema of experiment files, for editors: names, types, descriptions and defaults from the one definition. */
export function experimentSchema(): object {
  return z.toJSONSchema(experimentDefinition, { target: 'draft-7', io: 'input', unrepresentable: 'any' });
}
