import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../../../src/protocol/report.ts';
import { reportPage } from '../../../../src/runs/report/report-page.ts';
import { reportedRun } from './reports.ts';

const evil = '</script><script>alert(1)</script><!--"&';

function report(changes: Partial<Report> = {}): Report {
  const runs = [reportedRun({ name: evil })];
  const createdAt = '2026-01-01T00:00:00.000Z';
  return { version: 1, createdAt, oap: '1.2.3', tasks: [evil], histories: [], runs, curves: [], pairs: [], ...changes };
}

describe('the page of a report', () => {
  test('allows its script by its hash, and nothing else', async () => {
    const script = 'document.body.append("<b>");';
    const page = await reportPage(report(), script);
    const [, policy] = page.match(/http-equiv="Content-Security-Policy" content="([^"]*)"/) ?? [];
    const hash = createHash('sha256').update(script).digest('base64');
    expect(policy).toBe(`default-src 'none'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`);
    expect(page).toContain(`<script type="module">${script}</script>`);
  });

  test('names nothing outside of itself', async () => {
    const page = await reportPage(report(), '');
    expect(page).not.toMatch(/\b(src|href)=|https?:|url\(/);
  });

  test('has the report in it, to the last character', async () => {
    const page = await reportPage(report(), '');
    const [, data] = page.match(/id="report-data">([A-Za-z0-9+/=]*)<\/script>/) ?? [];
    expect(JSON.parse(gunzipSync(Buffer.from(data, 'base64')).toString())).toEqual(report());
  });

  test('is not broken by names: there are its own two scripts, and no comment', async () => {
    const page = await reportPage(report(), '');
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page.match(/<\/script/g)).toHaveLength(2);
    expect(page).not.toContain('<!--');
    expect(page).toContain(
      '<title>Report of &lt;/script>&lt;script>alert(1)&lt;/script>&lt;!--&quot;&amp;, holdout</title>',
    );
  });

  test('of several runs says how many', async () => {
    const runs = [reportedRun({ key: 'one' }), reportedRun({ key: 'two' })];
    expect(await reportPage(report({ runs }), '')).toContain('<title>Report of 2 runs</title>');
  });
});
