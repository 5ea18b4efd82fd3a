import { InputError } from '../../dataset/input-error.ts';
import type { ReportedHistory } from '../../protocol/report.ts';
import { SamplesHistory } from '../samples-history.ts';

/** A history as a report has it, or why it cannot be read. */
export type ReadHistory =
  | { readonly history: ReportedHistory; readonly fingerprint: string }
  | { readonly problem: string };

/**
 * The errors of tasks as they are in their history.
 *
 * @param tasks number in the report's list → name
 */
export async function readReportedHistory(file: string, tasks: ReadonlyMap<number, string>): Promise<ReadHistory> {
  try {
    const read = await SamplesHistory.read(file, [...tasks.values()]);
    return { history: reportHistory(read, tasks), fingerprint: read.fingerprint };
  } catch (error) {
    if (error instanceof InputError) return { problem: error.message };
    throw error;
  }
}

function reportHistory(read: SamplesHistory, tasks: ReadonlyMap<number, string>): ReportedHistory {
  const codes = new Map<string, { readonly number: number; readonly code: ReportedHistory['codes'][number] }>();
  const sites = new Map<string, number>();
  const reported = [...tasks].flatMap(([task, name]) => {
    const errors = read.errorsOf(name);
    if (errors === undefined) return [];
    for (const code of errors.codes) if (!codes.has(code.code)) codes.set(code.code, { number: codes.size, code });
    for (const { site } of errors.sites) if (!sites.has(site)) sites.set(site, sites.size);
    return {
      task,
      line: errors.line,
      codes: errors.codes.map(({ code }) => codes.get(code)?.number ?? 0),
      sites: errors.sites.map(({ site }) => sites.get(site) ?? 0),
      good: errors.sites.filter(({ good }) => good).length,
      counts: errors.counts,
    };
  });
  return { codes: [...codes.values()].map(({ code }) => code), sites: [...sites.keys()], tasks: reported };
}
