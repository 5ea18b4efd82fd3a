import fs from 'node:fs';
import path from 'node:path';
import type { PanelPage, Texts } from './panel-page.ts';
import { root } from './workspace.ts';

/*
 * A language that tells what is not translated: every message stands in ⟦brackets⟧ and has accents on all its letters. What
 * stands outside of brackets and is not from the data was forgotten, or is glued to a message.
 */

/** The language's texts, of those that the build has collected. */
export function pseudoTexts(): Texts {
  const bundle = fs.readFileSync(path.join(root, 'l10n/bundle.l10n.json'), 'utf8');
  const messages = Object.entries<string | { readonly message: string }>(JSON.parse(bundle));
  return Object.fromEntries(
    messages.map(([key, text]) => [key, accented(typeof text === 'string' ? text : text.message)]),
  );
}

/** Placeholders stay. */
function accented(message: string): string {
  const accent = (part: string): string => (part.startsWith('{') ? part : `${part}\u0301`.normalize());
  return `⟦${message.replaceAll(/\{\w+\}|\p{Letter}/gu, accent)}⟧`;
}

/** Texts of elements, also within components, and of the attributes that are read; an expression in the page. */
const textsInPage = `(function textsOf(node) {
  const names = ['aria-label', 'aria-valuetext', 'title', 'placeholder', 'alt'];
  return [
    ...(node instanceof Text ? [node.data] : []),
    ...(node instanceof Element ? names.map((name) => node.getAttribute(name) ?? '') : []),
    ...[...(node.shadowRoot?.childNodes ?? []), ...node.childNodes]
      .filter(({ nodeName }) => !['SCRIPT', 'STYLE'].includes(nodeName))
      .flatMap(textsOf),
  ];
})(document.body)`;

/** Reads a panel in the language, and keeps what is not of it. */
export class PseudoReader {
  readonly #panel: PanelPage;
  readonly #data = new Set<string>();
  readonly #foreign = new Set<string>();

  constructor(panel: PanelPage) {
    this.#panel = panel;
  }

  /** Words that are neither translated nor data, each with the text that it is in. */
  get foreign(): readonly string[] {
    return [...this.#foreign];
  }

  /** Reports as the host does. The strings in it are data. */
  async send(...updates: readonly unknown[]): Promise<void> {
    this.know(updates);
    await this.#panel.send(...updates);
  }

  /** Answers as the host does. The strings in it are data. */
  async answer(method: string, answer: object): Promise<void> {
    this.know(answer);
    await this.#panel.answer(method, answer);
  }

  /** Takes strings as data. */
  know(data: unknown): void {
    for (const text of stringsIn(data)) this.#data.add(text).add(text.slice(text.lastIndexOf('/') + 1));
  }

  /** What stands in the panel, also what only a screen reader tells or what comes under the pointer. */
  async read(): Promise<void> {
    this.#judge((await this.#panel.page.evaluate(textsInPage)) as string[]);
  }

  /** What the panel's tables are as text, and its charts as images; then the charts as tables, and what they are as text. */
  async readCopies(): Promise<void> {
    await this.#copyTables();
    const images = (await this.#panel.page.evaluate(`(async () => {
      const before = sent.length;
      const pictures = ${elements('save-picture')};
      for (const picture of pictures) {
        picture.shadowRoot.querySelector('button').click();
        await picture.updateComplete;
        picture.shadowRoot.querySelectorAll('[role=menuitem]')[1].click();
      }
      const images = () => sent.slice(before).filter(({ method }) => method === 'savePicture').map(({ argument }) => argument);
      while (images().length < pictures.length) await new Promise((resolve) => setTimeout(resolve, 20));
      return images().map(({ content }) => new TextDecoder().decode(content));
    })()`)) as string[];
    this.#judge(images.map(textOfImage));
    await this.#panel.page.evaluate(
      `for (const button of ${elements('vscode-toolbar-button[icon=table]')}) button.click()`,
    );
    await this.read();
    await this.#copyTables();
  }

  async #copyTables(): Promise<void> {
    const tables = (await this.#panel.page.evaluate(`(() => {
      const before = sent.length;
      for (const button of ${elements('vscode-toolbar-button[icon=copy]')}) button.click();
      return sent.slice(before).filter(({ method }) => method === 'copy').map(({ argument }) => argument.text);
    })()`)) as string[];
    this.#judge(tables);
    await this.read();
  }

  #judge(texts: readonly string[]): void {
    for (const text of new Set(texts.map((one) => one.trim()))) {
      const words = this.#foreignWords(text);
      if (words !== '') this.#foreign.add(`${words}, in: ${text.slice(0, 100)}`);
    }
  }

  #foreignWords(text: string): string {
    const outside = untranslated(text);
    if (!/\p{Letter}/u.test(outside) || this.#data.has(text)) return '';
    const rest = [...this.#data]
      .filter((data) => data !== '' && outside.includes(data))
      .sort((a, b) => b.length - a.length)
      .reduce((left, data) => left.replaceAll(wholeWords(data), ' '), outside);
    return (rest.replaceAll(ofNoLanguage, ' ').match(/\p{Letter}+/gu) ?? []).join(' ');
  }
}

/** Units, powers of ten and names of products. */
const ofNoLanguage = /(?<=\d )(s|min|h|MB)\b|(?<=\d)e[-+]\d+|Node\.js|\boap\b/g;

/** What stands outside of brackets, in which may be others. One that has no end was cut. */
function untranslated(text: string): string {
  const rest = text.replaceAll(/⟦[^⟦⟧]*(⟧|…)/g, ' ');
  return rest === text ? text : untranslated(rest);
}

function wholeWords(text: string): RegExp {
  return new RegExp(`(?<!\\p{Letter})${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?!\\p{Letter})`, 'gu');
}

/** All elements that a selector matches, in components, too; an expression in the page. */
function elements(selector: string): string {
  return `(function within(root) {
    return [...root.querySelectorAll('*')].flatMap((one) => [
      ...(one.matches('${selector}') ? [one] : []),
      ...(one.shadowRoot ? within(one.shadowRoot) : []),
    ]);
  })(document)`;
}

/** The texts of an SVG file, in their order. */
function textOfImage(svg: string): string {
  return [...svg.matchAll(/>([^<>]+)</g)].map(([, text]) => text.replaceAll(/&\w+;/g, ' ')).join(' ');
}

/** Strings in a message but its kinds, and the paths of settings, which are shown as the experiment file has them. */
function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(key === 'kind' ? [] : stringsIn(inner)),
    ...(key === 'specification' || key === 'experiment'
      ? pathsIn(inner).flatMap((names) => [names.join('.'), names.join(' › ')])
      : []),
  ]);
}

/** Of single values. The model's own settings are shown without the word. */
function pathsIn(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [[]];
  return Object.entries(value).flatMap(([name, inner]) =>
    pathsIn(inner).flatMap((names) => (name === 'settings' ? [names, [name, ...names]] : [[name, ...names]])),
  );
}
