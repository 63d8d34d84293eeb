/** The part of utif that we use. https://github.com/photopea/UTIF.js */
declare module 'utif' {
  /** An image file directory; tags are `t` + number. `width` and `height` exist after `decodeImage`. */
  export interface Ifd {
    width: number;
    height: number;
    t256?: number[];
    t257?: number[];
    t274?: number[];
  }
  export function decode(buffer: ArrayBuffer): Ifd[];
  export function decodeImage(buffer: ArrayBuffer, ifd: Ifd): void;
  export function toRGBA8(ifd: Ifd): Uint8Array;
}
