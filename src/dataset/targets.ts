import { toShared } from './growing-arrays.ts';
import { type History, type Parameter, requireParameter } from './history.ts';
import { InputError } from './input-error.ts';
import { studyTargets } from './study-targets.ts';

/** A decision to predict, with the class of every task. */
export interface Target {
  readonly name: string;
  /** Classes that at least one task has. */
  readonly classes: readonly string[];
  /** [tasks] index into classes. */
  readonly labels: Int32Array;
  /** [classes] tasks of each class. */
  readonly counts: Int32Array;
}

export interface TargetDefinition {
  /** Class → raw values merged into it; without it the study's classes for its four targets, raw values for others. */
  readonly classes?: ReadonlyMap<string, readonly string[]>;
  /** Class of tasks whose value is empty or missing; `default` unless given. */
  readonly default?: string;
}

/** Parameters with more distinct values are names or measurements rather than decisions. */
const maxClasses = 50;

/**
 * The classes of a parameter: declared classes in their order, then raw values that no class lists, sorted as strings, the
 * default class last unless it is declared. Classes that no task has are left out, as there is nothing to learn about them.
 *
 * @throws InputError (without a place) if no task has the parameter or a raw value is listed twice
 */
export function resolveTarget(history: History, name: string, definition: TargetDefinition = {}): Target {
  const parameter = requireParameter(history, name);
  const classOf = classifier(name, definition);
  const named = parameter.values.map(classOf);
  const defaultClass = classOf(undefined);
  const order = classOrder([...declaredClasses(name, definition).keys()], named, defaultClass);
  return number(name, parameter, named, defaultClass, order);
}

/**
 * Finds the class of a raw value of a target; undefined = the task does not have the parameter.
 *
 * @throws InputError (without a place) if a raw value is listed twice
 */
export function classifier(name: string, definition: TargetDefinition): (value: string | undefined) => string {
  const defaultClass = definition.default ?? 'default';
  const classOf = classesOfValues(declaredClasses(name, definition), name);
  return (value) => (value === undefined ? defaultClass : (classOf.get(value) ?? (value || defaultClass)));
}

function declaredClasses(name: string, { classes }: TargetDefinition): ReadonlyMap<string, readonly string[]> {
  return classes ?? studyTargets.get(name) ?? new Map();
}

/** Names of those of the study's four targets that the history has, in the study's order. */
export function defaultTargets(history: History): string[] {
  return [...studyTargets.keys()].filter((name) => history.parameters.has(name));
}

/** Targets worth describing: the study's that the history has, then other parameters with few distinct values. */
export function inspectTargets(history: History): Target[] {
  const others = [...history.parameters].filter(
    ([name, { values }]) => !studyTargets.has(name) && values.length <= maxClasses,
  );
  return [...defaultTargets(history), ...others.map(([name]) => name)].map((name) => resolveTarget(history, name));
}

function classesOfValues(declared: ReadonlyMap<string, readonly string[]>, target: string): Map<string, string> {
  const classOf = new Map<string, string>();
  for (const [name, values] of declared) {
    for (const value of values) {
      const other = classOf.get(value);
      if (other !== undefined) {
        throw new InputError(
          `the target "${target}" lists the value "${value}" in the classes "${other}" and "${name}", expected it in one`,
        );
      }
      classOf.set(value, name);
    }
  }
  return classOf;
}

function classOrder(declared: readonly string[], named: readonly string[], defaultClass: string): string[] {
  const known = new Set([...declared, defaultClass]);
  const own = [...new Set(named)].filter((name) => !known.has(name)).sort();
  return [...declared, ...own, ...(declared.includes(defaultClass) ? [] : [defaultClass])];
}

function number(
  name: string,
  { index }: Parameter,
  named: readonly string[],
  defaultClass: string,
  order: readonly string[],
): Target {
  const position = new Map(order.map((className, i) => [className, i]));
  const positions = named.map((className) => position.get(className) ?? 0);
  const missing = position.get(defaultClass) ?? 0;
  const counts = new Int32Array(order.length);
  for (const value of index) counts[value < 0 ? missing : positions[value]]++;
  // From the index in the full order to the index among the classes that occur.
  let occurring = 0;
  const compact = counts.map((count) => (count > 0 ? occurring++ : -1));
  const labels = toShared(new Int32Array(index.length));
  for (let task = 0; task < index.length; task++) {
    labels[task] = compact[index[task] < 0 ? missing : positions[index[task]]];
  }
  return { name, classes: order.filter((_, i) => counts[i] > 0), labels, counts: counts.filter((count) => count > 0) };
}
