import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildDataset } from '../../../src/experiment/dataset.ts';
import type { Experiment } from '../../../src/experiment/definition.ts';
import { readExperiment } from '../../../src/experiment/read-experiment.ts';
import { experimentOfRun, storedExperiment } from '../../../src/experiment/read-specification.ts';
import { jsonText } from '../../../src/protocol/json-text.ts';
import { parse } from '../dataset/files.ts';

/** Names that objects put first, or cannot hold, among others. */
const name = fc.oneof(
  fc.constantFrom('10', '2', '0', '01', '-1', '4294967294', '__proto__', 'constructor', 'toString', 'small', 'length'),
  fc.string({ minLength: 1, maxLength: 5 }),
);
const names = fc.uniqueArray(name, { minLength: 1, maxLength: 6 });

/** JSON whose members are in the order of the pairs. */
const object = (members: readonly (readonly [string, string])[]): string =>
  `{${members.map(([key, value]) => `${JSON.stringify(key)}: ${value}`).join(', ')}}`;

test('targets and classes stay in the order of the file, whatever their names look like', () => {
  fc.assert(
    fc.property(names, names, (targets, classes) => {
      const merged = object(classes.map((one, i) => [one, JSON.stringify([`value ${i}`])]));
      const text = `{"history": "h.json", "targets": ${object(targets.map((one) => [one, `{"classes": ${merged}}`]))}}`;
      const { experiment, problems } = readExperiment(text);
      expect(problems).toEqual([]);
      expect([...(experiment?.targets?.keys() ?? [])]).toEqual(targets);

      const tasks = classes.map((_, i) => {
        const parameters = object(targets.map((target) => [target, JSON.stringify(`value ${i}`)]));
        return [`/w/${i}`, `{"errors": {"good_sites": {"1": {"A": 1}}}, "parameters": ${parameters}}`] as const;
      });
      const history = parse(object(tasks));
      const dataset = buildDataset(history, experiment as Experiment);
      expect(dataset.targets.map((target) => [target.name, target.classes])).toEqual(
        targets.map((target) => [target, classes]),
      );

      // As the record of a run holds it, written and read.
      const record = JSON.parse(
        JSON.stringify({
          experiment: storedExperiment(experiment as Experiment),
          targets: dataset.targets.map((target) => ({ target: target.name, classes: target.classes })),
        }),
      );
      const again = experimentOfRun(record);
      expect(isDeepStrictEqual(again, experiment)).toBe(true);
      expect(
        [...(again.targets ?? [])].map(([target, { classes: own }]) => [target, [...(own?.keys() ?? [])]]),
      ).toEqual(targets.map((target) => [target, classes]));
      const copied = readExperiment(jsonText(again, 2));
      expect(copied.problems).toEqual([]);
      expect(buildDataset(history, copied.experiment as Experiment).targets).toEqual(dataset.targets);
    }),
    { numRuns: 60 },
  );
});
