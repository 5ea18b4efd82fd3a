import { eventually } from '../../eventually.ts';
import type { Frame, FrameLocator, Page } from '../browser.ts';

/** The document of an extension's visible webview. Extension: `publisher.name`. */
export function webview(page: Page, extension: string): FrameLocator {
  return page
    .frameLocator(`iframe.webview.ready[src*="extensionId=${extension}"]:visible`)
    .frameLocator('iframe#active-frame');
}

/** The same as a frame, for `evaluate`: the webview that has an element which matches. */
export async function webviewFrame(page: Page, selector: string): Promise<Frame> {
  return eventually(async () => {
    for (const frame of webviewFrames(page)) {
      if ((await frame.locator(selector).count()) > 0) return frame;
    }
    throw new Error(`no webview has ${selector}`);
  });
}

/** The documents of all webviews of a window. */
export function webviewFrames(page: Page): Frame[] {
  return page.frames().filter((frame) => frame.url().includes('/webview/browser/pre/fake.html'));
}
