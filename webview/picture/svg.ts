import type { Rgb } from './colour.ts';
import {
  type Box,
  boxPath,
  type Line,
  type Paint,
  type PathShape,
  type Picture,
  place,
  type TextShape,
} from './picture.ts';

/**
 * A picture as an SVG file. Only attributes of SVG 1.1, so that word processors and drawing programs read it, too; names
 * from data are text in it and nothing else.
 */
export function svgText(picture: Picture): string {
  const { width, height, background, fontFamily, title, description, shapes } = picture;
  const clips = [
    ...new Set(shapes.flatMap((shape) => (shape.kind === 'path' && shape.clip ? boxPath(shape.clip) : []))),
  ];
  const clipOf = (box: Box): string => `clip-path="url(#clip${clips.indexOf(boxPath(box))})"`;
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${place(width)}" height="${place(height)}" viewBox="0 0 ${place(width)} ${place(height)}" role="img" font-family="${escapeXml(fontFamily)}">`,
    `<title>${escapeXml(title)}</title>`,
    `<desc>${escapeXml(description)}</desc>`,
    ...clips.map((d, i) => `<clipPath id="clip${i}"><path d="${d}"/></clipPath>`),
    `<rect width="100%" height="100%" ${attributes('fill', { colour: background })}/>`,
    ...shapes.map((shape) => (shape.kind === 'text' ? textElement(shape) : pathElement(shape, clipOf))),
    '</svg>',
  ];
  return `${lines.join('\n')}\n`;
}

function pathElement({ d, fill, line, place: at, clip }: PathShape, clipOf: (box: Box) => string): string {
  const parts = [
    `d="${d}"`,
    fill ? attributes('fill', fill) : 'fill="none"',
    line && lineAttributes(line),
    at && `transform="translate(${place(at.x)} ${place(at.y)}) scale(${at.scale})"`,
  ].filter((part) => part !== undefined);
  const path = `<path ${parts.join(' ')}/>`;
  // Around the path: on it, the clip would move along.
  return clip ? `<g ${clipOf(clip)}>${path}</g>` : path;
}

function textElement({ text, x, y, size, colour, anchor, bold, upwards }: TextShape): string {
  const parts = [
    upwards ? `transform="translate(${place(x)} ${place(y)}) rotate(-90)"` : `x="${place(x)}" y="${place(y)}"`,
    `font-size="${size}"`,
    ...(anchor === 'start' ? [] : [`text-anchor="${anchor}"`]),
    ...(bold ? ['font-weight="600"'] : []),
    attributes('fill', { colour }),
  ];
  return `<text ${parts.join(' ')}>${escapeXml(text)}</text>`;
}

function lineAttributes(line: Line): string {
  const dash = line.dash && line.dash.length > 0 ? ` stroke-dasharray="${line.dash.join(' ')}"` : '';
  return `${attributes('stroke', line)} stroke-width="${line.width}"${dash} stroke-linejoin="round"`;
}

function attributes(what: 'fill' | 'stroke', { colour, opacity = 1 }: Paint): string {
  return `${what}="${hex(colour)}"${opacity === 1 ? '' : ` ${what}-opacity="${opacity}"`}`;
}

function hex(colour: Rgb): string {
  return `#${colour.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`;
}

/** Characters that XML does not allow, whole or half, become replacement characters. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
