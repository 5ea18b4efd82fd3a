import { Argument, type Command, Option } from 'commander';
import { formatHistory, type HistoryLayout } from '../dataset/format.ts';
import type { History } from '../dataset/history.ts';
import { InputError } from '../dataset/input-error.ts';
import { openOutput } from '../dataset/output-file.ts';
import { readHistory } from '../dataset/read-history.ts';
import {
  type DescribedNoise,
  describeHistory,
  type HistoryDescription,
  inspectionJson,
  type Use,
} from '../dataset/statistics.ts';
import { Cancelled } from '../execution/cancelled.ts';
import { generateHistory } from '../synthetic/generate.ts';
import { cancelOnInterrupt } from './ending.ts';
import { positiveIntegerUpTo, wholeNumber } from './numbers.ts';
import { formatCount, formatTable, shortName } from './table.ts';
import { printDocument, printLines, reportLines } from './terminal.ts';

/** Rows of the lists of the most frequent codes and sites. */
const shownUses = 10;
const layouts: readonly HistoryLayout[] = ['task-per-line', 'lines', 'pretty'];

/** `oap history inspect|generate|format`. */
export function addHistoryCommands(program: Command): void {
  const history = program.command('history').description('inspect, generate and format history files');
  history
    .command('inspect')
    .description('describe a history: sizes, classes, most frequent codes and sites, problems')
    .argument('<file>', 'history file; - = standard input')
    .option('--json', 'print one JSON document on standard output')
    .action(inspect);
  history
    .command('format')
    .description('write a history in another layout; only white space changes')
    .addArgument(new Argument('<file>', 'history file; - = standard input'))
    .option('--out <file>', 'file to write')
    .option('--in-place', 'replace the input file')
    .addOption(
      new Option('--layout <layout>', 'one task per line, JSON Lines, or indented')
        .choices(layouts)
        .default('task-per-line'),
    )
    .action(format);
  history
    .command('generate')
    .description("write a synthetic history that imitates the study's, which is not public")
    .requiredOption('--out <file>', 'file to write')
    .option('--tasks <n>', 'number of tasks', positiveIntegerUpTo(100_000_000), 9522)
    .option('--seed <n>', 'seed of all random numbers', wholeNumber, 42)
    .action(generate);
}

async function inspect(file: string, { json }: { json?: boolean }): Promise<void> {
  const history = await readHistory(file);
  const description = describeHistory(history);
  if (json) {
    printDocument(inspectionJson(description, history));
    return;
  }
  printLines([...sizeLines(history, description), '', ...classLines(description), '', ...noiseLines(description)]);
  printLines([...useLines(description), ...problemLines(history)]);
}

function sizeLines(
  history: History,
  { tasks, errors, sites, nonzero, sparsity, pairsNeverUsed, workflows }: HistoryDescription,
): string[] {
  return [
    `${formatCount(tasks, 'task')} of ${formatCount(workflows.count, 'workflow')}, ${formatCount(errors, 'error code')}, ${formatCount(sites, 'site')}`,
    `${nonzero} counts, ${(nonzero / tasks).toFixed(2)} per task; ${(100 * sparsity).toFixed(2)} % zeros, ${(100 * pairsNeverUsed).toFixed(1)} % of all pairs of code and site unused`,
    ...(history.skipped > 0 ? [`${formatCount(history.skipped, 'task')} skipped`] : []),
  ];
}

function classLines({ targets, tasks }: HistoryDescription): string[] {
  const rows = targets.flatMap(({ name, classes }) =>
    classes.map((size) => [
      shortName(name),
      shortName(size.name),
      String(size.tasks),
      `${((100 * size.tasks) / tasks).toFixed(2)} %`,
    ]),
  );
  return formatTable([['target', 'class', 'tasks', 'share'], ...rows], 2);
}

/** Groups of tasks with the same errors and different decisions that are listed for a target; `--json` has more. */
const shownConflicts = 3;

/** How far the same errors were decided differently, and where to look. */
function noiseLines({ targets, tasks }: HistoryDescription): string[] {
  const noisy = targets.filter(({ noise }) => noise.conflicts > 0);
  if (noisy.length === 0) return [];
  const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
  const rows = noisy.map(({ name, noise }) => [
    shortName(name),
    `${noise.conflicting} of ${tasks}`,
    String(noise.conflicts),
    percent(noise.bestAccuracy),
    percent(noise.bestRecall),
  ]);
  return [
    'Tasks with the same errors at the same sites, but different decisions; no model of the errors can do better than the best:',
    ...formatTable([['target', 'tasks', 'groups', 'best accuracy', 'best macro recall'], ...rows], 1),
    ...noisy.flatMap(({ name, noise }) =>
      noise.review.slice(0, shownConflicts).flatMap((one) => ['', ...conflictLines(name, one)]),
    ),
    '',
  ];
}

/** A group, with a task of its rarest and one of its most frequent class. */
function conflictLines(target: string, { classes, examples }: DescribedNoise['review'][number]): string[] {
  const sizes = classes.map(({ name, tasks }) => `${tasks} × ${shortName(name)}`).join(', ');
  const shown = [examples[0], examples[examples.length - 1]];
  return [
    `${shortName(target)}: ${sizes}, such as`,
    ...shown.map(({ name, line, class: decided }) => `  line ${line}, ${shortName(decided)}: ${name}`),
  ];
}

function useLines({ codeUse, siteUse }: HistoryDescription): string[] {
  const table = (title: string, uses: readonly Use[]): string[] => [
    ...formatTable(
      [
        [title, 'tasks', 'count'],
        ...uses.slice(0, shownUses).map(({ name, tasks, count }) => [shortName(name), String(tasks), String(count)]),
      ],
      1,
    ),
    ...(uses.length > shownUses ? [`… and ${uses.length - shownUses} more`] : []),
  ];
  return [...table('code', codeUse), '', ...table('site', siteUse)];
}

function problemLines({ file, problems, problemCount }: History): string[] {
  if (problemCount === 0) return [];
  const more = problemCount - problems.length;
  return [
    '',
    formatCount(problemCount, 'problem'),
    ...problems.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`),
    ...(more > 0 ? [`… and ${more} more`] : []),
  ];
}

interface FormatOptions {
  readonly out?: string;
  readonly inPlace?: boolean;
  readonly layout: HistoryLayout;
}

async function format(file: string, { out, inPlace = false, layout }: FormatOptions): Promise<void> {
  if ((out === undefined) === !inPlace) throw new InputError('expected --out <file> or --in-place');
  const signal = cancelOnInterrupt();
  const tasks = await formatHistory(file, out ?? file, layout, { inPlace, signal }).catch((error: unknown) => {
    throw signal.aborted ? new Cancelled() : error;
  });
  reportLines([`${out ?? file}: ${formatCount(tasks, 'task')}`]);
}

async function generate({ out, tasks, seed }: { out: string; tasks: number; seed: number }): Promise<void> {
  const output = await openOutput(out);
  try {
    for (const text of generateHistory({ tasks, seed })) await output.write(text);
    await output.finish();
  } catch (error) {
    await output.discard();
    throw error;
  }
  reportLines([`${out}: ${formatCount(tasks, 'synthetic task')}`]);
}
