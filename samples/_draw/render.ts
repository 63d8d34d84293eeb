import type { Browser, Page } from 'playwright-core';
import { launch } from '../../test/e2e/browser.ts';
import { partsOf, type Scene } from './scene.ts';

export type ImageType = 'image/jpeg' | 'image/webp' | 'image/png';

/** A browser's canvas as the brush. */
export interface Renderer {
  /** The encoded file. */
  encode(scene: Scene, type: ImageType, transparent?: boolean): Promise<Buffer>;
  /** RGBA bytes, row by row. */
  pixels(scene: Scene): Promise<Buffer>;
  close(): Promise<void>;
}

export async function renderer(): Promise<Renderer> {
  const browser: Browser = await launch();
  const page: Page = await browser.newPage();
  const draw = async (scene: Scene, type: ImageType | 'raw', transparent: boolean): Promise<Buffer> => {
    const { width, height, background } = scene;
    const text = await page.evaluate(paint, { width, height, background, parts: partsOf(scene), type, transparent });
    return Buffer.from(text, 'base64');
  };
  return {
    encode: (scene, type, transparent = false) => draw(scene, type, transparent),
    pixels: (scene) => draw(scene, 'raw', false),
    close: () => browser.close(),
  };
}

interface Job {
  readonly width: number;
  readonly height: number;
  readonly background: string;
  readonly parts: ReturnType<typeof partsOf>;
  readonly type: ImageType | 'raw';
  readonly transparent: boolean;
}

/** Runs in the page. */
function paint(job: Job): string {
  const canvas = document.createElement('canvas');
  canvas.width = job.width;
  canvas.height = job.height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  if (!job.transparent) {
    context.fillStyle = job.background;
    context.fillRect(0, 0, job.width, job.height);
  }
  context.lineCap = 'round';
  context.lineJoin = 'round';
  for (const part of job.parts) {
    context.beginPath();
    part.points.forEach(([x, y], i) => (i === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
    if (part.closed || part.stroke === undefined) context.closePath();
    if (part.fill !== undefined) {
      context.fillStyle = part.fill;
      context.fill();
    }
    if (part.stroke !== undefined) {
      context.strokeStyle = part.stroke;
      context.lineWidth = part.width ?? 1;
      context.stroke();
    }
  }
  if (job.type !== 'raw') return canvas.toDataURL(job.type, 0.85).split(',')[1] ?? '';
  const data = context.getImageData(0, 0, job.width, job.height).data;
  let text = '';
  for (let i = 0; i < data.length; i += 8192) text += String.fromCharCode(...data.subarray(i, i + 8192));
  return btoa(text);
}
