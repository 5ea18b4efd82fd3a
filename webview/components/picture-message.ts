import * as l10n from '@vscode/l10n';
import type { PageService } from '../../src/protocol/page.ts';
import type { SavePicture } from '../../src/protocol/picture.ts';
import type { Client } from '../../src/protocol/port.ts';
import { fileName } from '../picture/file-name.ts';
import { pngBytes, textMeasure } from '../picture/png.ts';
import type { PictureRequest, PictureSubject } from '../picture/request.ts';
import { Sheet } from '../picture/sheet.ts';
import { svgText } from '../picture/svg.ts';
import { readTheme } from './theme-controller.ts';

/** Of a picture whose chart does not ask for another one. */
const usualWidth = 860;

/** A chart as a file of the requested format, in the colours of the theme. @throws Error if there is no room for an image of its size */
export function pictureFile(request: PictureRequest, { lines, parts }: PictureSubject): SavePicture {
  const { title, format, width = usualWidth, draw } = request;
  const theme = readTheme();
  const sheet = new Sheet({ title, lines }, theme, textMeasure(theme.fontFamily), width);
  draw(sheet);
  const picture = sheet.finish();
  const content = format === 'svg' ? new TextEncoder().encode(svgText(picture)) : pngBytes(picture);
  return { name: fileName([...parts, title], format), content };
}

/** Gives a chart as a file to the host, or says why there is none. @returns a sentence for screen readers */
export async function savePicture(
  host: Pick<Client<PageService>, 'savePicture' | 'failed'>,
  request: PictureRequest,
  subject: PictureSubject,
): Promise<string> {
  try {
    const picture = pictureFile(request, subject);
    // The host asks where it is to be saved, which takes its time.
    void host.savePicture(picture);
    return l10n.t('Saving {0}', picture.name);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void host.failed({ message: `${request.title} could not be made an image: ${reason}` });
    return l10n.t('{0} could not be saved: {1}', request.title, reason);
  }
}
