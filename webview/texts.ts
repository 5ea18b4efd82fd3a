import * as l10n from '@vscode/l10n';

/*
 * Texts in the language of VS Code, which the host puts into the page (see host.ts). A page imports this first: a text may
 * be in a constant. Without texts, as in reports, everything is in English.
 */
const texts = document.getElementById('texts')?.textContent;
if (texts) l10n.config({ contents: texts });
