import type { HistoryPanelDescription } from '../../protocol/history-panel.ts';

/** Maximum number of codes and sites listed: those of most tasks. */
const most = 15;

/** What is in a history, in Markdown, for readers who do not see its panel: assistants, other extensions. */
export function historyText(file: string, history: HistoryPanelDescription): string {
  const { workflows } = history;
  const lines = [
    `History ${file}: ${history.tasks} tasks in ${workflows.count} workflows, ${history.codes} error codes, ${history.sites} sites`,
    ...(history.synthetic ? ['SYNTHETIC DATA: the history was generated, it says nothing about real operators'] : []),
    `${history.nonzero} counts; ${percent(history.sparsity)} of tasks × codes × sites is zero, ${percent(history.pairsNeverUsed)} of the pairs of code and site are never used`,
    `${history.skipped} tasks skipped, ${history.problemCount} problems`,
    ...history.problems.slice(0, most).map(({ line, column, message }) => `- ${line}:${column}: ${message}`),
    '',
    'Decisions, tasks per class:',
    ...history.targets.map(({ name, classes, leakage }) => {
      const sizes = classes.map((one) => `${one.name} ${one.tasks}`).join(', ');
      return `- ${name}: ${sizes}${leakage === null ? '' : `; of ${leakage.tested} test tasks of a split by task, ${leakage.known} have siblings of their workflow in training`}`;
    }),
    '',
    `Most frequent error codes (tasks): ${history.codeUse.slice(0, most).map(codeText).join('; ')}`,
    `Most frequent sites (tasks): ${history.siteUse
      .slice(0, most)
      .map(({ name, tasks }) => `${name} ${tasks}`)
      .join('; ')}`,
  ];
  return lines.join('\n');
}

function codeText({ name, title, tasks }: HistoryPanelDescription['codeUse'][number]): string {
  return `${name}${title === undefined ? '' : ` (${title})`} ${tasks}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}
