/** Of every panel's page: panels bring their own margins. */
export const pageStyles = new CSSStyleSheet();
pageStyles.replaceSync('body { margin: 0; padding: 0; }');
