/** What a new experiment learns, and from which history. */
export interface NewExperiment {
  /** Relative to the experiment file. */
  readonly history: string;
  /** Undefined = the study's targets that the history has. */
  readonly targets: readonly string[] | undefined;
  readonly models: readonly string[];
  /** Of the history's tasks, how many share their workflow with another task. */
  readonly siblings?: { readonly sharing: number; readonly tasks: number };
}

/** Workflows with several tasks matter for the split if they hold at least this share of the tasks. */
const notableShare = 0.05;

/** The text of an experiment file, with comments about further options. */
export function newExperimentText({ history, targets, models, siblings }: NewExperiment): string {
  const quoted = (text: string): string => JSON.stringify(text);
  const lines = [
    '// What to learn, from which history, with which models. Press Ctrl+Space for all options.',
    '{',
    `  "history": ${quoted(history)},`,
    '',
  ];
  if (targets === undefined) {
    lines.push(
      '  // "targets" omitted: action, memory, splitting and xrootd are learned, as far as the history has them.',
    );
  } else {
    lines.push('  // Each value of a target is a class; "classes" can merge values: {"few": ["1", "2"]}.');
    lines.push('  "targets": {', ...listed(targets.map((name) => `${quoted(name)}: {}`)), '  },');
  }
  lines.push('', '  // Select Best Model compares them by cross-validation.');
  if (!models.includes('best')) lines.push('  // "best" is what we recommend besides the models of the study.');
  lines.push('  "models": [', ...listed(models.map(quoted)), '  ],', '');
  lines.push(...splitLines(siblings), '}', '');
  return lines.join('\n');
}

function splitLines(siblings: NewExperiment['siblings']): string[] {
  if (!siblings || siblings.sharing < notableShare * siblings.tasks) {
    return [
      '  // "workflow" keeps all tasks of a workflow on one side, as they are similar.',
      '  "split": { "by": "task", "seed": 42 }',
    ];
  }
  const percent = Math.round((100 * siblings.sharing) / siblings.tasks);
  return [
    `  // ${percent} % of the tasks share their workflow with others and are often decided alike, so the split is by workflow:`,
    '  // tests are on workflows that training has not seen. "task" is the split of the study; "time" tests on the last tasks.',
    '  "split": { "by": "workflow", "seed": 42 }',
  ];
}

function listed(entries: readonly string[]): string[] {
  return entries.map((entry, i) => `    ${entry}${i < entries.length - 1 ? ',' : ''}`);
}
