import type { Pen } from '../../src/canvas/pen.ts';

/** One call that left ink, with the state that it was made in. */
export interface Ink {
  readonly op: 'fill' | 'stroke' | 'fillRect' | 'strokeRect' | 'fillText' | 'drawImage' | 'clip';
  /** Of rectangles, texts and images: the numbers that were given. */
  readonly at: readonly number[];
  /** Of fills and strokes: the subpaths as `x0 y0 x1 y1 …`; circles as their centre and radius. */
  readonly paths: readonly (readonly number[])[];
  readonly text?: string;
  readonly rule?: string;
  readonly colour: string;
  readonly alpha: number;
  readonly width: number;
  readonly dash: readonly number[];
  readonly smooth: boolean;
}

interface State {
  strokeStyle: string;
  fillStyle: string;
  lineWidth: number;
  globalAlpha: number;
  imageSmoothingEnabled: boolean;
  dash: readonly number[];
}

/** A 2D context that writes down what is drawn. It implements what the overlays use and draws nothing. */
export class Recorder implements Pen {
  readonly inks: Ink[] = [];
  strokeStyle: string = '#000000';
  fillStyle: string = '#000000';
  lineWidth = 1;
  globalAlpha = 1;
  imageSmoothingEnabled = true;
  imageSmoothingQuality: ImageSmoothingQuality = 'low';
  lineJoin: CanvasLineJoin = 'miter';
  lineCap: CanvasLineCap = 'butt';
  lineDashOffset = 0;
  font = '10px sans-serif';
  textBaseline: CanvasTextBaseline = 'alphabetic';
  textAlign: CanvasTextAlign = 'start';
  /** What the transform that was set last makes of the unit vectors. */
  transforms: number[][] = [];

  #dash: readonly number[] = [];
  #paths: number[][] = [];
  readonly #saved: State[] = [];

  save(): void {
    const { strokeStyle, fillStyle, lineWidth, globalAlpha, imageSmoothingEnabled } = this;
    this.#saved.push({ strokeStyle, fillStyle, lineWidth, globalAlpha, imageSmoothingEnabled, dash: this.#dash });
  }

  restore(): void {
    const state = this.#saved.pop();
    if (!state) return;
    const { dash, ...rest } = state;
    Object.assign(this, rest);
    this.#dash = dash;
  }

  beginPath(): void {
    this.#paths = [];
  }

  moveTo(x: number, y: number): void {
    this.#paths.push([x, y]);
  }

  lineTo(x: number, y: number): void {
    this.#paths.at(-1)?.push(x, y);
  }

  closePath(): void {
    const path = this.#paths.at(-1);
    path?.push(...path.slice(0, 2));
  }

  arc(x: number, y: number, radius: number): void {
    this.#paths.push([x, y, radius]);
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.#paths.push([x, y, x + width, y, x + width, y + height, x, y + height, x, y]);
  }

  roundRect(x = 0, y = 0, width = 0, height = 0): void {
    this.rect(x, y, width, height);
  }

  fill(rule?: unknown): void {
    this.#ink('fill', [], { rule: typeof rule === 'string' ? rule : 'nonzero' });
  }

  stroke(): void {
    this.#ink('stroke', []);
  }

  clip(): void {
    this.#ink('clip', []);
  }

  fillRect(...at: number[]): void {
    this.#ink('fillRect', at);
  }

  strokeRect(...at: number[]): void {
    this.#ink('strokeRect', at);
  }

  fillText(text: string, x: number, y: number): void {
    this.#ink('fillText', [x, y], { text });
  }

  drawImage(_image: unknown, ...at: number[]): void {
    this.#ink('drawImage', at);
  }

  transform(...matrix: number[]): void {
    this.transforms.push(matrix);
  }

  /** Every letter is six pixels wide. */
  measureText(text: string): TextMetrics {
    const zero = { actualBoundingBoxAscent: 0, actualBoundingBoxDescent: 0, actualBoundingBoxLeft: 0, actualBoundingBoxRight: 0 };
    const lines = { alphabeticBaseline: 0, emHeightAscent: 0, emHeightDescent: 0, hangingBaseline: 0, ideographicBaseline: 0 };
    return { width: text.length * 6, fontBoundingBoxAscent: 0, fontBoundingBoxDescent: 0, ...zero, ...lines };
  }

  setLineDash(dash: readonly number[]): void {
    this.#dash = [...dash];
  }

  /** Inks of one kind, in order. */
  of(op: Ink['op']): Ink[] {
    return this.inks.filter((ink) => ink.op === op);
  }

  #ink(op: Ink['op'], at: readonly number[], more: { text?: string; rule?: string } = {}): void {
    const filled = op === 'fill' || op === 'fillRect' || op === 'fillText';
    this.inks.push({
      op,
      at,
      paths: at.length > 0 ? [] : this.#paths.map((path) => [...path]),
      colour: filled ? this.fillStyle : this.strokeStyle,
      alpha: this.globalAlpha,
      width: this.lineWidth,
      dash: this.#dash,
      smooth: this.imageSmoothingEnabled,
      ...more,
    });
  }
}
