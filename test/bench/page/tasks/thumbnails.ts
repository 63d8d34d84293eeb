/** Photographs shown small: by the app's decoders, and by `<img>`. */
import { createPictures, type Pictures, type ThumbnailRequest } from '../../../../src/engine/pictures.ts';
import { releaseThumb, thumbCanvas } from '../../../../src/state/thumb-canvas.ts';
import { EMPTY_QUERY } from '../../../../src/table/query.ts';
import type { Measure, TaskOptions } from '../../measure.ts';
import { opened, startedEngine } from './engine-tasks.ts';
import { nextFrame } from './times.ts';

const WIDTH = 160;
const HEIGHT = 120;

/** From the wish until each thumbnail is drawn on a canvas of its own. */
export async function enginePictures(files: readonly File[]): Promise<Measure> {
  const engine = await startedEngine();
  const { id: dataset, samples } = await opened(engine, files);
  const rows = await engine.rows({
    dataset,
    query: EMPTY_QUERY,
    rows: Uint32Array.from({ length: samples }, (_, row) => row),
    columns: [],
  });
  const requests = rows.flatMap(({ image, width, height }) =>
    image === undefined
      ? []
      : [{ file: image, frame: 'upright' as const, width: WIDTH, height: HEIGHT, ...(width > 0 ? { size: { width, height } } : {}) }],
  );
  const pictures = createPictures(engine, () => Promise.reject(new Error('no SVG here')), releaseThumb);
  const stage = document.querySelector('#stage');
  // One of another size first: the decoders run already when somebody scrolls.
  const [first] = requests;
  if (first) await arrived(pictures, { ...first, width: 16, height: 12 });
  const waiting = new Set(requests);
  const started = performance.now();
  await new Promise<void>((resolve, reject) => {
    const draw = (): void => {
      for (const request of waiting) {
        const bitmap = pictures.thumbnail(request);
        if (bitmap === 'undecodable') return reject(new Error('a picture was not decoded'));
        if (!bitmap) continue;
        waiting.delete(request);
        stage?.append(thumbCanvas(bitmap) ?? '');
      }
      if (waiting.size === 0) resolve();
    };
    pictures.subscribe(draw);
    pictures.want(requests);
  });
  await nextFrame();
  await nextFrame();
  const ms = performance.now() - started;
  const drawn = [...document.querySelectorAll('canvas')].filter((canvas) => canvas.width === WIDTH && isPainted(canvas));
  return { ms, findings: { pictures: drawn.length }, values: { perSecond: (samples / ms) * 1000 } };
}

/** Its middle is not empty, whatever kind of context it is drawn by. */
function isPainted(canvas: HTMLCanvasElement): boolean {
  const pen = new OffscreenCanvas(1, 1).getContext('2d');
  pen?.drawImage(canvas, WIDTH / 2, HEIGHT / 2, 1, 1, 0, 0, 1, 1);
  const [, , , alpha = 0] = pen?.getImageData(0, 0, 1, 1).data ?? [];
  return alpha > 0;
}

/** A thumbnail on its own, however it turns out. */
function arrived(pictures: Pictures, request: ThumbnailRequest): Promise<void> {
  return new Promise((resolve) => {
    const stop = pictures.subscribe(() => {
      if (pictures.thumbnail(request) === undefined) return;
      stop();
      resolve();
    });
    pictures.want([request]);
  });
}

/** More at a time than this, and Chromium refuses to decode some. */
const AT_ONCE = 32;

/** From setting the address until all are decoded and painted. */
export async function imgPictures(files: readonly File[]): Promise<Measure> {
  const stage = document.querySelector('#stage');
  const waiting = files.values();
  const show = async (): Promise<void> => {
    for (const file of waiting) {
      const image = new Image(WIDTH, HEIGHT);
      image.src = URL.createObjectURL(file);
      stage?.append(image);
      await image.decode();
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, show));
  await nextFrame();
  await nextFrame();
  const ms = performance.now() - started;
  const decoded = [...document.querySelectorAll('img')].filter(({ complete, naturalWidth }) => complete && naturalWidth > 0);
  return { ms, findings: { pictures: decoded.length }, values: { perSecond: (files.length / ms) * 1000 } };
}

/** Photograph-like JPEGs, the same for a seed in one build of a browser, as base64 (the runner writes them to disk). */
export async function makePhotographs(_files: readonly File[], { from = 0, to = 0 }: TaskOptions): Promise<Measure> {
  const made: string[] = [];
  for (let seed = Number(from); seed < Number(to); seed += 1) made.push(await photograph(seed));
  return { ms: 0, findings: { photographs: made.join('\n') } };
}

async function photograph(seed: number): Promise<string> {
  let state = seed * 77 + 1;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 8) / 16_777_216;
  };
  const canvas = new OffscreenCanvas(640, 480);
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('There is no 2D canvas');
  const sky = pen.createLinearGradient(0, 0, 640, 480);
  sky.addColorStop(0, `hsl(${next() * 360} 40% 40%)`);
  sky.addColorStop(1, `hsl(${next() * 360} 40% 70%)`);
  pen.fillStyle = sky;
  pen.fillRect(0, 0, 640, 480);
  for (let blob = 0; blob < 900; blob += 1) {
    pen.fillStyle = `hsla(${next() * 360} 60% ${next() * 100}% / ${next()})`;
    pen.beginPath();
    pen.ellipse(next() * 640, next() * 480, next() * next() * 60, next() * next() * 60, next() * 6, 0, 7);
    pen.fill();
  }
  // Noise: what makes a photograph's file large and its decoding slow.
  const image = pen.getImageData(0, 0, 640, 480);
  for (let at = 0; at < image.data.length; at += 4) {
    const noise = (next() - 0.5) * 18;
    for (let channel = 0; channel < 3; channel += 1) image.data[at + channel] = (image.data[at + channel] ?? 0) + noise;
  }
  pen.putImageData(image, 0, 0);
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
