import type { CountTable } from './count-table.ts';
import { grown } from './growing-arrays.ts';
import { OPEN_OBJECT } from './json-bytes.ts';
import { quoted } from './json-fault.ts';
import type { JsonScanner } from './json-scanner.ts';
import type { NameTable } from './name-table.ts';
import type { TaskTables } from './plain-task.ts';
import type { TaskProblem } from './task-problem.ts';

/**
 * Largest count that is accepted. Counts are kept as float32: whole numbers up to 2^24 exactly, larger ones rounded to
 * 24 significant bits (relative error below 6e-8).
 */
export const maxCount = 2 ** 31 - 1;

const encoder = new TextEncoder();
const goodKey = encoder.encode('good_sites');
const badKey = encoder.encode('bad_sites');

/** Reads the `errors` of one task after the other: `{"good_sites": {code: {site: count}}, "bad_sites": …}`. */
export class CountReader {
  private readonly codes: NameTable;
  private readonly sites: NameTable;
  private group = 0;
  private row = 0;
  /** For each code the last group that had it, for each site the last row. */
  private groupOfCode = new Int32Array(256);
  private rowOfSite = new Int32Array(256);

  constructor(
    private readonly scanner: JsonScanner,
    private readonly problem: TaskProblem,
    private readonly tables: TaskTables,
  ) {
    this.codes = tables.codes;
    this.sites = tables.sites;
  }

  /** Reads the value of the member `errors`. */
  read(): void {
    const { scanner, problem } = this;
    if (!problem.opensObject('the member "errors"', 'an object with good_sites and bad_sites')) return;
    let good = false;
    let bad = false;
    for (let more = scanner.firstMember(); more; more = scanner.nextMember()) {
      const { at } = scanner;
      scanner.readName();
      if (scanner.textIs(goodKey)) {
        if (good) problem.repeated('good_sites', at);
        good = true;
        this.readGroup(this.tables.good, 'good_sites');
      } else if (scanner.textIs(badKey)) {
        if (bad) problem.repeated('bad_sites', at);
        bad = true;
        this.readGroup(this.tables.bad, 'bad_sites');
      } else {
        this.skipOther();
      }
    }
  }

  /** Lists and scalars within `errors` are ignored, but an object may hold counts under a misspelt name. */
  private skipOther(): void {
    const { scanner } = this;
    const name = scanner.textString();
    if (scanner.peek() === OPEN_OBJECT) {
      this.problem.note(`found ${quoted(name)} within "errors", expected "good_sites" or "bad_sites"`, scanner.at);
    }
    scanner.skipValue();
  }

  private readGroup(table: CountTable, name: string): void {
    const { scanner, codes, problem } = this;
    if (!problem.opensObject(`the member "${name}"`, 'an object of error codes')) return;
    const group = ++this.group;
    for (let more = scanner.firstMember(); more; more = scanner.nextMember()) {
      const { at } = scanner;
      scanner.readName();
      if (scanner.textBroken) problem.brokenText('error code', at);
      const code = codes.intern(scanner.text, scanner.textFrom, scanner.textTo, scanner.textHash);
      if (code >= this.groupOfCode.length) this.groupOfCode = grown(this.groupOfCode, code + 1);
      if (this.groupOfCode[code] === group) problem.repeated(codes.name(code), at);
      this.groupOfCode[code] = group;
      this.readRow(table, code);
    }
  }

  private readRow(table: CountTable, code: number): void {
    const { scanner, problem } = this;
    if (scanner.peek() !== OPEN_OBJECT) {
      problem.wrong(`the value of error code ${quoted(this.codes.name(code))}`, 'an object of sites and counts');
      return;
    }
    const row = ++this.row;
    for (let more = scanner.firstMember(); more; more = scanner.nextMember()) this.readCell(table, code, row);
  }

  private readCell(table: CountTable, code: number, row: number): void {
    const { scanner, sites, problem } = this;
    const { at } = scanner;
    scanner.readName();
    if (scanner.textBroken) problem.brokenText('site', at);
    const site = sites.intern(scanner.text, scanner.textFrom, scanner.textTo, scanner.textHash);
    if (site >= this.rowOfSite.length) this.rowOfSite = grown(this.rowOfSite, site + 1);
    if (this.rowOfSite[site] === row) problem.repeated(sites.name(site), at);
    this.rowOfSite[site] = row;
    const count = this.readCount(code, site);
    if (count > 0) table.add(code, site, count);
  }

  /** A count in any form, `5`, `1e3` or `5.0`, or 0 and a problem. */
  private readCount(code: number, site: number): number {
    const { scanner, problem } = this;
    const digits = scanner.readDigits();
    if (digits >= 0) return digits;
    const byte = scanner.peek();
    const { at } = scanner;
    if (isNumberStart(byte)) {
      const kind = scanner.readScalar();
      const count = kind === 'number' ? Number(scanner.textString()) : Number.NaN;
      if (Number.isInteger(count) && count >= 0 && count <= maxCount) return count;
      if (problem.problem === undefined) {
        problem.note(`${this.cell(code, site)} is ${problem.shown(kind)}, expected ${expectedCount}`, at);
      }
    } else {
      problem.wrong(this.cell(code, site), expectedCount);
    }
    return 0;
  }

  private cell(code: number, site: number): string {
    return `the count of error code ${quoted(this.codes.name(code))} at site ${quoted(this.sites.name(site))}`;
  }
}

const expectedCount = `a whole number from 0 to ${maxCount}`;

/** A digit or a minus sign. */
function isNumberStart(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x2d;
}
