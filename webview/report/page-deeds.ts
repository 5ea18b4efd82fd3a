import type { PageService } from '../../src/protocol/page.ts';
import type { SavePicture } from '../../src/protocol/picture.ts';
import type { Implementation } from '../../src/protocol/port.ts';

/** What every panel may want done, as a browser does it. */
export const pageDeeds: Implementation<PageService> = {
  async copy({ text }) {
    await copy(text);
    return null;
  },
  savePicture(picture) {
    download(picture);
    return null;
  },
  failed({ message }) {
    throw new Error(message);
  },
};

async function copy(text: string): Promise<void> {
  if (window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  // Pages from plain HTTP have no clipboard but that of the selection.
  const field = document.createElement('textarea');
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand('copy');
  field.remove();
}

function download({ name, content }: SavePicture): void {
  const type = name.endsWith('.svg') ? 'image/svg+xml' : 'image/png';
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
