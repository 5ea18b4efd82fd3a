/** What a new experiment learns, and from which history. */
export interface NewExperiment {
  /** Relative to the experiment file. */
  readonly history: string;
  /** Undefined = the study's targets that the history has. */
  readonly targets: readonly string[] | undefined;
  readonly models: readonly string[];
}

/** The text of an experiment file, with comments about further options. */
export function newExperimentText({ history, targets, models }: NewExperiment): string {
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
  lines.push('  "models": [', ...listed(models.map(quoted)), '  ],', '');
  lines.push('  // "workflow" keeps all tasks of a workflow on one side, as they are similar.');
  lines.push('  "split": { "by": "task", "seed": 42 }', '}', '');
  return lines.join('\n');
}

function listed(entries: readonly string[]): string[] {
  return entries.map((entry, i) => `    ${entry}${i < entries.length - 1 ? ',' : ''}`);
}
