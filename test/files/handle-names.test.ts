import { expect, it } from 'vitest';
import { opensByHandle } from '../../src/files/handle-names.ts';

it.each([
  'a.png',
  '.hidden/a.png',
  'a b/c d.png',
  "it's #1 %41 & more.png",
  '图/ü.png',
  '😀.png',
  'mid~tilde.png',
  'console.png',
  'common.txt',
  'a.b.c.jpg',
])('opens %j through the folder', (path) => expect(opensByHandle(path)).toBe(true));

it.each([
  '2024-01-01T12:30:00.png',
  '12:30/a.png',
  'a"b.png',
  'a?.png',
  'a|b.png',
  'back\\slash.png',
  ' lead.png',
  'folder /a.png',
  'trail.',
  '~$draft.png',
  'backup~',
  'con.png',
  'AUX/a.png',
  'lpt1.txt',
  'x.lnk',
  'Thumbs.db',
  'two\nlines.png',
  'right\u202eleft.png',
  'family 👨\u200d👩.png',
])('asks for the file %j itself, because browsers refuse the name', (path) => expect(opensByHandle(path)).toBe(false));
