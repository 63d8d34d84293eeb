import { describe, expect, it } from 'vitest';
import { PictureLevels, type Picture } from '../../src/canvas/picture.ts';
import type { Turn } from '../../src/canvas/turn.ts';
import type { View } from '../../src/canvas/viewport.ts';
import { Recorder } from './recorder.ts';

/** Only a browser has bitmaps; the recorder asks for no pixels. */
function bitmap(width: number, height: number): Picture {
  return { width, height, close: () => undefined };
}

function drawn(picture: Picture, view: View, turn: Turn = 1, frame = { width: 60, height: 40 }): Recorder {
  const pen = new Recorder();
  new PictureLevels(picture, () => undefined).draw(pen, view, frame, turn, 1);
  return pen;
}

/** Where a point of the bitmap comes to lie on the screen. */
function place(pen: Recorder, x: number, y: number): number[] {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = pen.transforms[0] ?? [];
  return [a * x + c * y + e, b * x + d * y + f];
}

describe('a picture', () => {
  it('fills its frame on the screen', () => {
    const pen = drawn(bitmap(60, 40), { scale: 3, x: 10, y: 20 });
    expect([place(pen, 0, 0), place(pen, 60, 40)]).toEqual([
      [10, 20],
      [190, 140],
    ]);
  });

  it('fills it also when it was decoded at another size', () => {
    const pen = drawn(bitmap(30, 20), { scale: 3, x: 10, y: 20 });
    expect(place(pen, 30, 20)).toEqual([190, 140]);
  });

  it('is turned into the frame of the labels', () => {
    const pen = drawn(bitmap(40, 60), { scale: 1, x: 0, y: 0 }, 6);
    expect([place(pen, 0, 0), place(pen, 40, 0)]).toEqual([
      [60, 0],
      [60, 40],
    ]);
  });

  it('shows its pixels as squares from 4× on', () => {
    expect(drawn(bitmap(60, 40), { scale: 4, x: 0, y: 0 }).of('drawImage')).toMatchObject([{ smooth: false }]);
    expect(drawn(bitmap(60, 40), { scale: 3.9, x: 0, y: 0 }).of('drawImage')).toMatchObject([{ smooth: true }]);
  });

  it('that its owner closed is not drawn', () => {
    expect(drawn(bitmap(0, 0), { scale: 1, x: 0, y: 0 }).inks).toEqual([]);
  });
});
