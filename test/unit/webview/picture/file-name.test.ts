import fc from 'fast-check';
import { expect, test } from 'vitest';
import { savePicture } from '../../../../src/protocol/picture.ts';
import { fileName } from '../../../../webview/picture/file-name.ts';

test('a file carries run, target and chart', () => {
  expect(fileName(['20260314-091500-cnn+attention-holdout-a1b2c3', 'action', 'Confusion MSE'], 'png')).toBe(
    '20260314-091500-cnn+attention-holdout-a1b2c3-action-Confusion-MSE.png',
  );
});

test.each([
  [['../../etc', 'passwd'], 'etc-passwd.svg'],
  [['C:\\Windows\\', '<b>Recall</b>'], 'C-Windows-b-Recall-b.svg'],
  [['-rf', '.hidden', 'CON '], 'rf-hidden-CON.svg'],
  [['', '\u202e\u0000', '…'], 'chart.svg'],
  [['Précision', 'Größe'], 'Precision-Gro-e.svg'],
  [['x'.repeat(10_000), 'Recall'], `${'x'.repeat(80)}-Recall.svg`],
])('%j becomes a name', (parts, expected) => {
  expect(fileName(parts, 'svg')).toBe(expected);
});

test('whatever names are, the file has one that the host takes', () => {
  const content = new Uint8Array([1]);
  const taken = (name: string): boolean => savePicture.safeParse({ kind: 'save-picture', name, content }).success;
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 300 }), { maxLength: 8 }), (parts) => {
      expect(taken(fileName(parts, 'png'))).toBe(true);
    }),
  );
});

test('the host takes no other names, and no content that is none', () => {
  const message = { kind: 'save-picture', name: 'a.png', content: new Uint8Array([1]) };
  expect(savePicture.safeParse(message).success).toBe(true);
  for (const name of [
    '../a.png',
    'a/b.png',
    'a\\b.png',
    '.a.png',
    '-a.png',
    'a.html',
    'a',
    'a.png\n',
    `${'a'.repeat(200)}.png`,
  ]) {
    expect(savePicture.safeParse({ ...message, name }).success, name).toBe(false);
  }
  for (const content of [new Uint8Array(), 'text', [1], null]) {
    expect(savePicture.safeParse({ ...message, content }).success).toBe(false);
  }
});
