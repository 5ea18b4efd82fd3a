import codiconStyles from '@vscode/codicons/dist/codicon.css';
import codiconFont from '@vscode/codicons/dist/codicon.ttf';
import { VscodeIcon } from '@vscode-elements/elements/dist/vscode-icon/index.js';
import { unsafeCSS } from 'lit';

/**
 * Gives the icons their font and style sheet out of the script: a single page comes without other files. Before the first
 * icon is made.
 */
export function bringIcons(): void {
  const font = new FontFace('codicon', codiconFont);
  document.fonts.add(font);
  const rules = codiconStyles.replace(/@font-face\s*\{[^}]*\}/, '');
  // First, as style sheets of files come before those of components.
  VscodeIcon.elementStyles = [unsafeCSS(rules), ...VscodeIcon.elementStyles];
  // Icons look here for the address of their style sheet, and need none.
  const place = document.createElement('link');
  place.id = 'vscode-codicon-stylesheet';
  document.head.append(place);
}
