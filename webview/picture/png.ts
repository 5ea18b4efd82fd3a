import * as l10n from '@vscode/l10n';
import { cssColour } from './colour.ts';
import { boxPath, type PathShape, type Picture, type TextShape } from './picture.ts';

/** Pixels of the image for one of the picture, if it does not get too large. */
const finest = 2;
/** Pixels that an image may have: browsers refuse canvases that are much larger. */
const maxPixels = 60_000_000;
const maxSide = 16_000;

/**
 * A picture as a PNG file, at once: `toBlob` waits for an idle browser, up to seven seconds in Chromium.
 * @throws Error if the browser has no room for it
 */
export function pngBytes(picture: Picture): Uint8Array<ArrayBuffer> {
  const { width, height } = picture;
  const scale = Math.min(finest, maxSide / Math.max(width, height), Math.sqrt(maxPixels / (width * height)));
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(width * scale);
  canvas.height = Math.ceil(height * scale);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error(l10n.t('there is no room for an image of this size'));
  context.scale(scale, scale);
  paintPicture(context, picture);
  // Nothing follows the comma if there is no room.
  const [, encoded] = canvas.toDataURL('image/png').split(',');
  if (!encoded) throw new Error(l10n.t('there is no room for an image of this size'));
  return Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
}

function paintPicture(
  context: CanvasRenderingContext2D,
  { background, fontFamily, width, height, shapes }: Picture,
): void {
  context.fillStyle = cssColour(background);
  context.fillRect(0, 0, width, height);
  context.lineJoin = 'round';
  for (const shape of shapes) {
    context.save();
    if (shape.kind === 'path') paintPath(context, shape);
    else paintText(context, shape, fontFamily);
    context.restore();
  }
}

function paintPath(context: CanvasRenderingContext2D, { d, fill, line, place, clip }: PathShape): void {
  if (clip) context.clip(new Path2D(boxPath(clip)));
  if (place) {
    context.translate(place.x, place.y);
    context.scale(place.scale, place.scale);
  }
  const path = new Path2D(d);
  if (fill) {
    context.fillStyle = cssColour(fill.colour, fill.opacity);
    context.fill(path);
  }
  if (!line) return;
  context.strokeStyle = cssColour(line.colour, line.opacity);
  context.lineWidth = line.width;
  context.setLineDash([...(line.dash ?? [])]);
  context.stroke(path);
}

function paintText(context: CanvasRenderingContext2D, shape: TextShape, fontFamily: string): void {
  const { text, x, y, size, colour, anchor, bold, upwards } = shape;
  context.translate(x, y);
  if (upwards) context.rotate(-Math.PI / 2);
  context.font = font(size, bold, fontFamily);
  context.fillStyle = cssColour(colour);
  context.textAlign = anchor === 'middle' ? 'center' : anchor;
  context.fillText(text, 0, 0);
}

/** Widths of texts as the browser draws them. */
export function textMeasure(fontFamily: string): (text: string, size: number, bold: boolean) => number {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) throw new Error('the browser has no canvas to measure texts with');
  return (text, size, bold) => {
    context.font = font(size, bold, fontFamily);
    return context.measureText(text).width;
  };
}

function font(size: number, bold: boolean, family: string): string {
  return `${bold ? 600 : 400} ${size}px ${family}`;
}
