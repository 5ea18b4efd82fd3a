/**
 * Tells what is painted on canvases when its colours change, as VS Code does: by the kind of theme on the body. That is when
 * the reader prefers others, and while the page is printed.
 */
export function followColours(): void {
  const prefersDark = window.matchMedia('(prefers-color-scheme: dark)');
  const tell = (): void => {
    const printing = document.documentElement.hasAttribute('data-printing');
    document.body.dataset.vscodeThemeKind = prefersDark.matches && !printing ? 'vscode-dark' : 'vscode-light';
  };
  prefersDark.addEventListener('change', tell);
  window.addEventListener('beforeprint', () => {
    document.documentElement.setAttribute('data-printing', '');
    tell();
  });
  window.addEventListener('afterprint', () => {
    document.documentElement.removeAttribute('data-printing');
    tell();
  });
  tell();
}
