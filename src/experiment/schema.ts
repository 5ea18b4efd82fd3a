import * as z from 'zod';
import { policy } from '../protocol/policy.ts';
import { experimentDefinition } from './definition.ts';

/** The JSON schema of experiment files, for editors: names, types, descriptions and defaults from the definition. */
export function experimentSchema(): object {
  return schemaOf(experimentDefinition);
}

/** The JSON schema of policy files. */
export function policySchema(): object {
  return z.toJSONSchema(policy, { target: 'draft-7', io: 'input' });
}

function schemaOf(definition: z.core.$ZodType): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(definition, {
    target: 'draft-7',
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema instanceof z.core.$ZodMap) Object.assign(jsonSchema, objectOf(zodSchema));
    },
  });
}

/** JSON has no maps: the file has an object, whose names are the keys. */
function objectOf({ _zod: { def } }: z.core.$ZodMap): object {
  const parts = [def.keyType, def.valueType].map((part) => {
    const { $schema, '~standard': _, ...schema } = schemaOf(part);
    return schema;
  });
  return { type: 'object', propertyNames: parts[0], additionalProperties: parts[1] };
}
