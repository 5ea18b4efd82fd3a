import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { parseColour, type Rgb } from '../picture/colour.ts';
import { seriesColours, type Theme } from '../picture/theme.ts';

export function readTheme(): Theme {
  const styles = getComputedStyle(document.documentElement);
  const variable = (name: string): string => styles.getPropertyValue(`--vscode-${name}`).trim();
  const highContrast = document.body.dataset.vscodeThemeKind?.startsWith('vscode-high-contrast') ?? false;
  const white: Rgb = [255, 255, 255];
  const background = parseColour(variable('editor-background'), white) ?? white;
  const foreground = parseColour(variable('foreground'), background) ?? [0, 0, 0];
  const colour = (name: string): Rgb => parseColour(variable(name), background) ?? foreground;
  return {
    highContrast,
    background,
    foreground,
    description: colour('descriptionForeground'),
    lines: colour('charts-lines'),
    blue: colour('charts-blue'),
    series: seriesColours.map((name) => colour(`charts-${name}`)),
    focus: colour('focusBorder'),
    fontFamily: variable('font-family') || 'sans-serif',
    fontSize: Number.parseFloat(variable('font-size')) || 13,
  };
}

/** Keeps the theme of an element that paints with it, and updates the element when VS Code changes it. */
export class ThemeController implements ReactiveController {
  theme: Theme = readTheme();
  readonly #host: ReactiveControllerHost;
  readonly #observer = new MutationObserver(() => {
    this.theme = readTheme();
    this.#host.requestUpdate();
  });

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#observer.observe(document.documentElement, { attributeFilter: ['style'] });
    this.#observer.observe(document.body, { attributeFilter: ['data-vscode-theme-kind'] });
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
  }
}
