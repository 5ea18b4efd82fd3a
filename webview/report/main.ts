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
try {
  const page = new ReportPage();
  page.report = await readReport();
  document.body.append(page);
} catch (error) {
  const sentence = document.createElement('p');
  sentence.textContent = 'This report cannot be shown: the file is damaged, or the browser is too old.';
  document.body.append(sentence);
  throw error;
}
