/** What a new experiment is to learn, and from what. */
export interface NewExperiment {
  /** Relative to the experiment file. */
  readonly history: string;
  /** Undefined = those of the study that the history has. */
  readonly targets: readonly string[] | undefined;
  readonly models: readonly string[];
}

/** The text of an experiment file, with comments that say what else there is. */
export function newExperimentText({ history, targets, models }: NewExperiment): string {
  const quoted = (text: string): string => JSON.stringify(text);
  const lines = [
    '// What to learn, from what, and how. Completion (Ctrl+Space) shows what else there is.',
    '{',
    `  "history": ${quoted(history)},`,
    '',
  ];
  if (targets === undefined) {
    lines.push(
      '  // Omitted: "targets". Those of action, memory, splitting and xrootd that the history has are learned.',
    );
  } else {
    lines.push('  // Every value of a target is a class of its own; "classes" merges some: {"few": ["1", "2"]}.');
    lines.push('  "targets": {', ...listed(targets.map((name) => `${quoted(name)}: {}`)), '  },');
  }
  lines.push('', '  // Select Best Model compares them by cross-validation.');
  lines.push('  "models": [', ...listed(models.map(quoted)), '  ],', '');
  lines.push('  // "workflow" keeps all tasks of a workflow on one side: tasks of a workflow are alike.');
  lines.push('  "split": { "by": "task", "seed": 42 }', '}', '');
  return lines.join('\n');
}

function listed(entries: readonly string[]): string[] {
  return entries.map((entry, i) => `    ${entry}${i < entries.length - 1 ? ',' : ''}`);
}
