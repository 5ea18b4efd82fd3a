import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Picture, Shape } from '../../../../webview/picture/picture.ts';
import { svgText } from '../../../../webview/picture/svg.ts';

function picture(shapes: readonly Shape[], title = 'Recall'): Picture {
  const background = [255, 255, 255] as const;
  return { width: 300, height: 200, background, fontFamily: '"A", sans-serif', title, description: '', shapes };
}

function text(content: string): Shape {
  return {
    kind: 'text',
    text: content,
    x: 10,
    y: 20,
    size: 12,
    colour: [0, 0, 0],
    anchor: 'start',
    bold: false,
    upwards: false,
  };
}

describe('an SVG file', () => {
  test('has its size, its title, and the background behind everything', () => {
    const lines = svgText(picture([text('one')])).split('\n');
    expect(lines[0]).toContain('width="300" height="200" viewBox="0 0 300 200"');
    expect(lines[1]).toBe('<title>Recall</title>');
    expect(lines[3]).toBe('<rect width="100%" height="100%" fill="#ffffff"/>');
    expect(lines[4]).toBe('<text x="10" y="20" font-size="12" fill="#000000">one</text>');
  });

  test('has lines with their dashes, and translucent areas in attributes that old programs know', () => {
    const svg = svgText(
      picture([
        { kind: 'path', d: 'M0,0H9', line: { colour: [0, 128, 255], width: 2, dash: [5, 3] } },
        { kind: 'path', d: 'M0,0H9V9Z', fill: { colour: [255, 0, 0], opacity: 0.25 } },
      ]),
    );
    expect(svg).toContain('stroke="#0080ff" stroke-width="2" stroke-dasharray="5 3"');
    expect(svg).toContain('fill="#ff0000" fill-opacity="0.25"');
    expect(svg).not.toMatch(/rgb\(|style=/);
  });

  test('clips by boxes, each written once', () => {
    const clip = { x: 10, y: 10, width: 80, height: 40 };
    const path: Shape = { kind: 'path', d: 'M0,0H200', line: { colour: [0, 0, 0], width: 1 }, clip };
    const svg = svgText(picture([path, path]));
    expect(svg.match(/<clipPath/g)).toHaveLength(1);
    expect(svg.match(/clip-path="url\(#clip0\)"/g)).toHaveLength(2);
  });

  test('shows names as they are: markup is text', () => {
    const svg = svgText(picture([text('<script>alert("1")</script> & more')], '</title><b>'));
    expect(svg).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; more');
    expect(svg).toContain('<title>&lt;/title&gt;&lt;b&gt;</title>');
  });

  test('has no character that XML forbids, whatever a name is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const svg = svgText(picture([text(name)], name));
        expect(svg).not.toMatch(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u);
        // No element but those of the picture.
        expect(svg.match(/<[a-z]+/gi)).toEqual(['<svg', '<title', '<desc', '<rect', '<text']);
      }),
    );
    expect(svgText(picture([text('\u001b[2J\ud800')]))).toContain('\ufffd[2J\ufffd');
  });
});
