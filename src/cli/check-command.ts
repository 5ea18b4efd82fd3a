import type { Command } from 'commander';
import { checkRuns, type Finding } from '../runs/check-runs.ts';
import { printDocument, printLines } from './terminal.ts';

interface CheckOptions {
  readonly runs: string;
  readonly repair?: boolean;
  readonly json?: boolean;
}

/** `oap runs check [--repair]`. */
export function addCheckCommand(runs: Command, defaultRuns: string): void {
  runs
    .command('check')
    .description('list what is damaged or left over in a folder of runs, and how to repair it')
    .option('--runs <folder>', 'folder of the runs', defaultRuns)
    .option('--repair', 'remove leftovers, and take damaged trainings out of their runs')
    .option('--json', 'print one JSON document on standard output')
    .action(check);
}

function check({ runs, repair = false, json }: CheckOptions): void {
  const findings = checkRuns(runs);
  const repaired = repair ? findings.filter(isRepairable) : [];
  for (const finding of repaired) finding.repair?.();
  const isRepaired = (finding: Finding): boolean => repaired.includes(finding);
  if (json) {
    const document = findings.map((finding) => ({
      run: finding.run,
      problem: finding.problem,
      remedy: finding.remedy,
      repairable: isRepairable(finding),
      repaired: isRepaired(finding),
    }));
    printDocument({ findings: document });
  } else {
    printLines(lines(findings, runs, isRepaired));
  }
  // Like a test: problems that remain are a failure.
  if (!findings.every(isRepaired)) process.exitCode = 1;
}

const isRepairable = ({ repair }: Finding): boolean => repair !== undefined;

function lines(findings: readonly Finding[], runs: string, isRepaired: (finding: Finding) => boolean): string[] {
  if (findings.length === 0) return [`no problems in ${runs}`];
  const found = findings.map((finding) => {
    const { run, problem, remedy } = finding;
    return `${run}: ${problem}; ${isRepaired(finding) ? 'repaired' : remedy}`;
  });
  const left = findings.filter((finding) => isRepairable(finding) && !isRepaired(finding)).length;
  return left > 0 ? [...found, `--repair repairs ${left} of ${findings.length}`] : found;
}
