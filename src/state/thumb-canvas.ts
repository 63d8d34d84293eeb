/**
 * Thumbnails on canvases, each of which takes its bitmap over as it is: to draw it by a 2D context costs the page more than twice as much.
 * The bitmap is empty then, and stands for its canvas.
 */
const canvases = new WeakMap<ImageBitmap, HTMLCanvasElement>();

/** A canvas that shows the bitmap and stands nowhere else; undefined for one that has been released. */
export function thumbCanvas(bitmap: ImageBitmap): HTMLCanvasElement | undefined {
  const own = canvases.get(bitmap);
  if (own && !own.isConnected) return own;
  const from = own ?? bitmap;
  if (from.width === 0) return undefined;
  const canvas = document.createElement('canvas');
  canvas.width = from.width;
  canvas.height = from.height;
  if (own) {
    // The same picture at two places.
    canvas.getContext('2d')?.drawImage(own, 0, 0);
    return canvas;
  }
  canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap);
  canvases.set(bitmap, canvas);
  return canvas;
}

/** Gives the memory of a bitmap back; a canvas that is in sight stays as it is until it is taken away. */
export function releaseThumb(bitmap: ImageBitmap): void {
  bitmap.close();
  const canvas = canvases.get(bitmap);
  if (canvas && !canvas.isConnected) canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(null);
  canvases.delete(bitmap);
}
