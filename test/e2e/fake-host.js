// Runs in the page before the panel, and is to it what VS Code is: its theme, and the other side of its messages.
const sent = [];
const violations = [];

// The state outlives a reload, as in VS Code, but not the panel.
const opened = new URLSearchParams(location.search).get('opened');
if (sessionStorage.getItem('opened') !== opened) sessionStorage.clear();
sessionStorage.setItem('opened', opened);

document.addEventListener('securitypolicyviolation', (event) => {
  violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
});

function setTheme({ kind, variables }) {
  document.documentElement.removeAttribute('style');
  for (const [name, value] of Object.entries(variables)) document.documentElement.style.setProperty(name, value);
  document.documentElement.style.setProperty('background-color', 'var(--vscode-editor-background)');
  document.body.className = kind;
  document.body.dataset.vscodeThemeKind = kind;
}
setTheme(theme);

// biome-ignore lint/correctness/noUnusedVariables: the panel calls it.
function acquireVsCodeApi() {
  return {
    postMessage(message) {
      sent.push(structuredClone(message));
      const cancelled = { code: 'cancelled', message: 'cancelled' };
      if (message.kind === 'cancel') window.postMessage({ kind: 'error', id: message.id, error: cancelled });
    },
    getState: () => JSON.parse(sessionStorage.getItem('state')) ?? undefined,
    setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
  };
}
