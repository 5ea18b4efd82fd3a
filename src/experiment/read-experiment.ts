import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { $ZodIssue } from 'zod/v4/core';
import { InputError } from '../dataset/input-error.ts';
import { suffixes } from '../models/model.ts';
import { findModel, models } from '../models/registry.ts';
import { type Experiment, experimentDefinition } from './definition.ts';
import { fieldsAt, nearestName, replacing } from './field-names.ts';
import { alternatives, describeIssue, expectedValue } from './issue-text.ts';
import { modelSpecifications } from './model-specification.ts';
import { findTooDeep } from './nesting.ts';
import { sniffedCharacters, whyNoExperiment } from './no-experiment.ts';
import { findNode, findProperty, type Range, rangeInside, rangeOf } from './positions.ts';
import { holdsNames, writtenValue } from './written-value.ts';

/** Maximum number of problems listed. */
const maxProblems = 100;

/** A problem in an experiment file, and where it is. */
export interface ExperimentProblem {
  /** Offset of the first character, in UTF-16 units. */
  readonly offset: number;
  readonly length: number;
  readonly message: string;
  /** What was probably meant: JSON to replace the range. */
  readonly replacement?: string;
}

export interface ExperimentReading {
  /** Undefined when there are problems. */
  readonly experiment: Experiment | undefined;
  readonly problems: readonly ExperimentProblem[];
  /** Where a value is, for problems found with the history; the nearest enclosing value if it is omitted. */
  locate(path: readonly PropertyKey[]): Range;
  /** Where the name of a field is; the nearest enclosing value if it is omitted. */
  locateName(path: readonly PropertyKey[]): Range;
  /** The string in a field of the experiment, even if others are invalid; undefined if there is none. */
  written(field: string): string | undefined;
}

/** Reads the text of an experiment file, JSON with comments. Never throws: every fault is a problem with its place. */
export function readExperiment(text: string): ExperimentReading {
  const unfit = whyNoExperiment(text.slice(0, sniffedCharacters), text.length);
  if (unfit !== undefined) return unreadable([{ ...rangeInside(text, 0, 1), message: unfit }], text);
  const tooDeep = findTooDeep(text);
  if (tooDeep !== undefined) {
    const message = 'this is nested too deeply, expected an experiment such as {"history": "history.json"}';
    return unreadable([{ ...rangeInside(text, tooDeep, 1), message }], text);
  }
  const faults: ParseError[] = [];
  const root = parseTree(text, faults, { allowTrailingComma: true, disallowComments: false });
  if (text.trim() === '') {
    const message = 'the file is empty, expected an experiment such as {"history": "history.json"}';
    return unreadable([{ offset: 0, length: text.length, message }], text);
  }
  if (faults.length > 0 || !root) {
    const problems = faults.slice(0, maxProblems).map(({ error, offset, length }) => ({
      ...rangeInside(text, offset, length),
      message: `not JSON here: ${inWords(printParseErrorCode(error))}`,
    }));
    return unreadable(problems, text, root);
  }
  const locate = (path: readonly PropertyKey[]) => rangeOf(findNode(root, path), text);
  const result = experimentDefinition.safeParse(writtenValue(root));
  const problems = [
    ...repeatedFields(root),
    ...(result.success ? repeatedModels(result.data, locate) : issueProblems(result.error.issues, root, text)),
  ].slice(0, maxProblems);
  const experiment = result.success && problems.length === 0 ? result.data : undefined;
  return { experiment, problems, ...placesIn(root, text) };
}

function placesIn(root: Node | undefined, text: string): Pick<ExperimentReading, 'locate' | 'locateName' | 'written'> {
  return {
    locate: (path) => rangeOf(findNode(root, path), text),
    locateName: (path) => {
      const object = findNode(root, path.slice(0, -1));
      return rangeOf(findProperty(object, path[path.length - 1])?.children?.[0] ?? object, text);
    },
    written: (field) => {
      const value: unknown = findProperty(root, field)?.children?.[1]?.value;
      return typeof value === 'string' ? value : undefined;
    },
  };
}

function unreadable(problems: readonly ExperimentProblem[], text: string, root?: Node): ExperimentReading {
  return { experiment: undefined, problems, ...placesIn(root, text) };
}

/** The first problems, of many. */
function issueProblems(issues: readonly $ZodIssue[], root: Node, text: string): ExperimentProblem[] {
  const problems: ExperimentProblem[] = [];
  for (const issue of unknownFieldsFirst(issues)) {
    problems.push(...problemsOf(issue, root, text));
    if (problems.length >= maxProblems) break;
  }
  return problems;
}

/** A missing field is often a misspelt one, which is the better message. */
function unknownFieldsFirst(issues: readonly $ZodIssue[]): readonly $ZodIssue[] {
  const isUnknown = ({ code }: $ZodIssue): boolean => code === 'unrecognized_keys';
  return [...issues.filter(isUnknown), ...issues.filter((issue) => !isUnknown(issue))];
}

/** The experiment, or the first problem as an InputError with line and column. */
export function requireExperiment(text: string, file: string): { experiment: Experiment; reading: ExperimentReading } {
  const reading = readExperiment(text);
  const [problem] = reading.problems;
  if (problem) throw problemError(problem, text, file);
  if (!reading.experiment) throw new Error('an experiment without problems was not read: this is a bug');
  return { experiment: reading.experiment, reading };
}

/** A problem as an InputError with 1-based line and column. */
export function problemError(problem: ExperimentProblem, text: string, file: string): InputError {
  const before = text.slice(0, problem.offset).split(/\r\n|\r|\n/);
  return new InputError(problem.message, file, before.length, before[before.length - 1].length + 1);
}

function problemsOf(issue: $ZodIssue, root: Node, text: string): ExperimentProblem[] {
  if (issue.code === 'unrecognized_keys') {
    const object = findNode(root, issue.path);
    const knownFields = fieldsAt(issue.path);
    return issue.keys.slice(0, maxProblems).map((key) => ({
      ...rangeOf(findProperty(object, key)?.children?.[0] ?? object, text),
      message: `there is no field "${key}" here, ${expectation(key, knownFields)}`,
      ...replacing(nearestName(key, knownFields)),
    }));
  }
  if (issue.code === 'invalid_union') {
    const expected = expectedOfUnion(issue);
    if (expected !== undefined) {
      return [{ ...rangeOf(findNode(root, issue.path), text), message: `${nameOf(issue)} must be ${expected}` }];
    }
    const branch = issue.errors.reduce<readonly $ZodIssue[]>(
      (best, errors) => (depth(errors) > depth(best) ? errors : best),
      [],
    );
    const nested = branch.flatMap((inner) =>
      problemsOf({ ...inner, path: [...issue.path, ...inner.path] }, root, text),
    );
    if (nested.length > 0) return nested;
  }
  return [
    {
      ...rangeOf(findNode(root, issue.path), text),
      message: messageOf(issue, root),
      ...replacing(meantValue(issue, root)),
    },
  ];
}

/** The string that was probably meant; undefined if none is similar. */
function meantValue(issue: $ZodIssue, root: Node): string | undefined {
  const written: unknown = findNode(root, issue.path)?.value;
  if (typeof written !== 'string') return undefined;
  if (issue.code === 'invalid_value') return nearestName(written, issue.values.map(String));
  if (issue.code === 'invalid_union' && issue.discriminator !== undefined) return nearestName(written, families);
  return issue.path[0] === 'models' && issue.path.length === 2 ? nearestModel(written) : undefined;
}

const families = models.map(({ name }) => name);

/** `simpel+smote+atention` → `simple+attention+smote`. */
function nearestModel(written: string): string | undefined {
  const [family, ...rest] = written.split('+');
  const model = nearestName(family, families);
  const meant = rest.map((suffix) => nearestName(suffix, suffixes));
  if (model === undefined || meant.includes(undefined)) return undefined;
  const known = findModel(model)?.suffixes ?? [];
  return [model, ...suffixes.filter((suffix) => meant.includes(suffix) && known.includes(suffix))].join('+');
}

/** How deep the deepest issue is: the branch that got furthest is the one that was meant. */
function depth(issues: readonly $ZodIssue[]): number {
  return issues.reduce(
    (deepest, { path, code }) => Math.max(deepest, path.length * 2 + (code === 'invalid_type' ? 0 : 1)),
    -1,
  );
}

/** What a union expects, if the value has none of its types; undefined if one of the branches got further. */
function expectedOfUnion({ errors }: Extract<$ZodIssue, { code: 'invalid_union' }>): string | undefined {
  const expected = errors.map(([first, ...others]) =>
    others.length > 0 || first.path.length > 0 ? undefined : expectedValue(first),
  );
  return expected.length > 0 && expected.every((name) => name !== undefined) ? alternatives(expected) : undefined;
}

function messageOf(issue: $ZodIssue, root: Node): string {
  const name = nameOf(issue);
  const found = findNode(root, issue.path);
  const missing = issue.path.length > 0 && found === findNode(root, issue.path.slice(0, -1));
  if (issue.code === 'invalid_type' && missing) return `${name} is missing, expected ${expectedValue(issue)}`;
  if (issue.code === 'invalid_union' && issue.discriminator !== undefined) {
    const expected = `expected one of: ${models.map((model) => model.name).join(', ')}`;
    return missing
      ? `${name} is missing, ${expected}`
      : `there is no model ${JSON.stringify(found?.value)}, ${expected}`;
  }
  if (issue.path.at(-1) === '' && holdsNames(issue.path.slice(0, -1)) && issue.code === 'too_small') {
    return 'a name must not be empty';
  }
  return describeIssue(name, issue);
}

function nameOf({ path }: $ZodIssue): string {
  const last = path[path.length - 1];
  if (last === undefined) return 'the experiment';
  return typeof last === 'number' ? `entry ${last + 1}` : `"${String(last)}"`;
}

function expectation(key: string, known: readonly string[]): string {
  const nearest = nearestName(key, known);
  return nearest === undefined ? `expected one of: ${known.join(', ')}` : `did you mean "${nearest}"?`;
}

/** Fields written twice in one object: JSON would silently keep the last. */
function repeatedFields(node: Node): ExperimentProblem[] {
  const seen = new Set<unknown>();
  const problems: ExperimentProblem[] = [];
  for (const child of node.children ?? []) {
    const name = node.type === 'object' ? child.children?.[0] : undefined;
    if (name && seen.has(name.value)) {
      const message = `"${name.value}" is written twice in this object, expected it once`;
      problems.push({ offset: name.offset, length: name.length, message });
    }
    if (name) seen.add(name.value);
    problems.push(...repeatedFields(child));
  }
  return problems;
}

/** Runs are distinguished by their model's name. */
function repeatedModels(experiment: Experiment, locate: ExperimentReading['locate']): ExperimentProblem[] {
  const seen = new Set<string>();
  return modelSpecifications(experiment).flatMap(({ name }, i) => {
    const again = seen.has(name);
    seen.add(name);
    if (!again) return [];
    return [
      {
        ...locate(['models', i]),
        message: `the model "${name}" is listed twice, expected another "name" for one of them`,
      },
    ];
  });
}

/** `PropertyNameExpected` → `property name expected`. */
function inWords(code: string): string {
  return code.replace(/(?<=[a-z])([A-Z])/g, ' $1').toLowerCase();
}
