import * as l10n from '@vscode/l10n';

/** A site, with what distinguishes a good one from a bad one where that matters. */
export function siteText(site: string, good: boolean | null): string {
  if (good === null) return site;
  return good ? l10n.t('{0} (good)', site) : l10n.t('{0} (bad)', site);
}

/** `8021 at T1_DE_KIT` */
export function codeAtSiteText(code: string, site: string): string {
  return l10n.t({ message: '{0} at {1}', args: [code, site], comment: ['an error code at a site'] });
}
