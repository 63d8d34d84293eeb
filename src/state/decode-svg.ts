import type { SvgDecoder } from '../engine/pictures.ts';

/** Pixels where an SVG names no size, and at most. */
const USUAL = 1024;
const MOST = 8192;

/** Draws an SVG as an image: within `<img>` it runs no script and loads nothing. */
export const decodeSvg: SvgDecoder = async (blob, fit) => {
  const url = URL.createObjectURL(new Blob([blob], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const width = Math.min(MOST, image.naturalWidth || USUAL);
    const height = Math.min(MOST, image.naturalHeight || USUAL);
    const scale = fit ? Math.min(fit.width / width, fit.height / height) : 1;
    return await createImageBitmap(image, {
      resizeWidth: Math.max(1, Math.round(width * scale)),
      resizeHeight: Math.max(1, Math.round(height * scale)),
    });
  } catch (error) {
    const undecodable = new Error(error instanceof Error ? error.message : String(error));
    undecodable.name = 'undecodable';
    throw undecodable;
  } finally {
    URL.revokeObjectURL(url);
  }
};
