/** What the page and the decoding workers say to each other. */
import type { ErrorData } from '../base/rpc.ts';
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

/** What became of the picture at `at` in a batch; the receiver closes it. Errors are named `undecodable`, or `unreadable` where the file is gone. */
export type Decoded = { readonly at: number } & ({ readonly bitmap: ImageBitmap } | { readonly error: ErrorData });

export interface DecodeApi {
  /**
   * Decodes a batch, its first picture first, and tells of each as it comes: by progress, the last ones by the reply. Small files of a batch
   * are read in one round trip. It runs to its end: whoever no longer wants a picture closes it when it comes.
   */
  decode(batch: readonly DecodeRequest[], call?: Call<readonly Decoded[]>): Promise<readonly Decoded[]>;
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
