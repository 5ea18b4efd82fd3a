import type { RunRecord } from '../../src/protocol/run.ts';
import { countOf } from '../components/number-text.ts';
import type { PictureSubject } from '../picture/request.ts';

/**
 * What a saved chart of a run is of.
 *
 * @param target null where the chart is of all
 * @param fit    index of the fit; null = all
 */
export function runSubject(run: RunRecord, target: string | null, fit: number | null): PictureSubject {
  const { id, model, protocol, fitsPerTarget, history } = run;
  const one = fit === null ? [] : [`fit ${fit + 1}`];
  const fits = fit === null ? countOf(fitsPerTarget, 'fit') : `fit ${fit + 1} of ${fitsPerTarget}`;
  return {
    lines: [
      [model, protocol, ...(target === null ? [] : [target]), fits].join(' · '),
      [
        `run ${id}`,
        `${history.file}, ${countOf(history.tasks, 'task')}`,
        ...(history.synthetic ? ['synthetic data'] : []),
      ].join(' · '),
    ],
    parts: [id, ...(target === null ? [] : [target]), ...one],
  };
}
