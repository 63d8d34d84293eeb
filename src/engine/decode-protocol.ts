/** What the page and the decoding workers say to each other. */
import type { Frame } from '../model/dataset.ts';
import type { Call } from './protocol.ts';

export interface DecodeRequest {
  readonly blob: Blob;
  /** The frame that the result is in: turned by EXIF or as stored. */
  readonly frame: Frame;
  /** Largest width and height of the result in device pixels; absent: full size. Never enlarged. */
  readonly fit?: { readonly width: number; readonly height: number };
  /** Pixels in `frame`, where known: saves a decoding at full size. */
  readonly size?: { readonly width: number; readonly height: number };
}

export interface DecodeApi {
  /** The picture; the receiver closes it. Rejects with an error named `undecodable`, or `unreadable` where the file is gone. */
  decode(request: DecodeRequest, call?: Call): Promise<ImageBitmap>;
}

export const DECODE_METHODS = ['decode'] as const satisfies readonly (keyof DecodeApi)[];

/** Size that fits `limit` without being enlarged; at least 1 pixel. */
export function fitted(
  width: number,
  height: number,
  limit: { readonly width: number; readonly height: number },
): { width: number; height: number } {
  const scale = Math.min(1, limit.width / width, limit.height / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
