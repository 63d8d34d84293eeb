import type { Size } from './viewport.ts';

/**
 * EXIF orientation, tag 0x0112 (CIPA DC-008, 4.6.4): what must be done to stored pixels to show them upright.
 * 1 nothing, 2 mirrored, 3 turned by 180°, 4 flipped, 5 transposed, 6 turned 90° clockwise, 7 transversed, 8 turned 90° counterclockwise.
 */
export type Turn = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** A 2D affine map in the order of `CanvasRenderingContext2D.transform`: a b c d e f. */
export type Affine = readonly [number, number, number, number, number, number];

/** Any number as a turn; what is no orientation turns nothing. */
export function turnOf(orientation: number): Turn {
  return orientation >= 2 && orientation <= 8 && Number.isInteger(orientation) ? (orientation as Turn) : 1;
}

/** The turn that takes it back: for labels in stored pixels over a bitmap that the browser already turned. */
export function inverseTurn(turn: Turn): Turn {
  return turn === 6 ? 8 : turn === 8 ? 6 : turn;
}

/** Size after the turn. */
export function turnedSize(size: Size, turn: Turn): Size {
  return turn >= 5 ? { width: size.height, height: size.width } : size;
}

/** Maps the unit square of the untouched picture to the unit square of the turned one. */
export function unitTurn(turn: Turn): Affine {
  switch (turn) {
    case 1:
      return [1, 0, 0, 1, 0, 0];
    case 2:
      return [-1, 0, 0, 1, 1, 0];
    case 3:
      return [-1, 0, 0, -1, 1, 1];
    case 4:
      return [1, 0, 0, -1, 0, 1];
    case 5:
      return [0, 1, 1, 0, 0, 0];
    case 6:
      return [0, 1, -1, 0, 1, 0];
    case 7:
      return [0, -1, -1, 0, 1, 1];
    case 8:
      return [0, -1, 1, 0, 0, 1];
  }
}

/** The transform to set before `drawImage(picture, 0, 0, picture.width, picture.height)` so that it fills `width × height` of the turned frame. */
export function turnTransform(turn: Turn, picture: Size, frame: Size): Affine {
  const [a, b, c, d, e, f] = unitTurn(turn);
  const sx = frame.width;
  const sy = frame.height;
  return [(a * sx) / picture.width, (b * sy) / picture.width, (c * sx) / picture.height, (d * sy) / picture.height, e * sx, f * sy];
}
