import * as l10n from '@vscode/l10n';
import { runsText } from '../components/count-text.ts';
import type { PictureSubject } from '../picture/request.ts';
import type { NamedRun } from './compare-model.ts';

/** Runs whose names a file's name has. */
const maxNamed = 3;

/** What a saved chart of a comparison is of. @param target null where the chart is of all */
export function comparisonSubject(runs: readonly NamedRun[], target: string | null): PictureSubject {
  const protocols = [...new Set(runs.map(({ run }) => run.protocol))];
  const histories = [...new Set(runs.map(({ run }) => run.history.file))];
  const named = runs.slice(0, maxNamed).map(({ name }) => name);
  const more = runs.length > maxNamed ? [`and ${runs.length - maxNamed} more`] : [];
  return {
    lines: [
      [...(target === null ? [] : [target]), runsText(runs.length), protocols.join(', ')].join(' · '),
      [
        histories.join(', '),
        ...(runs.some(({ run }) => run.history.synthetic) ? [l10n.t('synthetic data')] : []),
        ...(runs.length === 1
          ? [l10n.t({ message: 'run {0}', args: [runs[0].run.id], comment: ['noun: training run, with its name'] })]
          : []),
      ].join(' · '),
    ],
    parts: ['compare', ...named, ...more, ...(target === null ? [] : [target])],
  };
}
