import * as l10n from '@vscode/l10n';
import { followColours } from './colour-scheme.ts';
import { bringIcons } from './icons.ts';
import { paletteStyles } from './palette.ts';
import { readReport } from './report-data.ts';
import { ReportPage } from './report-page.ts';

const styles = new CSSStyleSheet();
styles.replaceSync(paletteStyles);
document.adoptedStyleSheets.push(styles);
bringIcons();
followColours();
const status = document.getElementById('report-status');
try {
  const page = new ReportPage();
  page.report = await readReport();
  status?.replaceWith(page);
} catch (error) {
  if (status)
    status.textContent = l10n.t('This report cannot be shown: the file is damaged, or the browser is too old.');
  throw error;
}
