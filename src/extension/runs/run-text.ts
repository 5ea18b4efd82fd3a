import { resultMetrics } from '../../measures/metrics.ts';
import { spreadText } from '../../measures/spread.ts';
import type { RunRecord } from '../../protocol/run.ts';

/** A run's results in Markdown, for readers who do not see its panel: assistants, other extensions. Every mean has its spread. */
export function runText(run: RunRecord): string {
  const { history } = run;
  const lines = [
    `Run ${run.id}: model ${run.model}, protocol ${run.protocol}, ${run.state}, ${run.createdAt}`,
    `History ${history.file}: ${history.tasks} tasks, ${history.codes} error codes, ${history.sites} sites${
      history.synthetic
        ? '. SYNTHETIC DATA: the history was generated, its numbers say nothing about real operators'
        : ''
    }`,
    ...(run.error === undefined ? [] : [`It failed: ${run.error}`]),
    '',
    '| target | fits | confusion MSE (main, lower is better) | macro recall | macro precision | macro F1 | accuracy |',
    '|---|---|---|---|---|---|---|',
  ];
  for (const summary of run.summary) {
    const { target, fits } = summary;
    const cells = resultMetrics.map((metric) => spreadText(summary[metric], fits, 4));
    lines.push(`| ${[target, String(fits), ...cells].map(cell).join(' | ')} |`);
  }
  for (const { target, perClass } of run.summary) {
    lines.push('', `Classes of ${target}: recall and precision, mean over the fits`);
    for (const one of perClass) {
      const { recall, precision, support } = one;
      lines.push(
        `- ${one.class}: recall ${recall.mean.toFixed(3)}, precision ${precision.mean.toFixed(3)}, ${support} examples`,
      );
    }
  }
  return lines.join('\n');
}

function cell(text: string): string {
  return text.replaceAll(/[|\n\r]/g, ' ');
}
