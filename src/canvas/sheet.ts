import type { Rect } from './label-placement.ts';

/** What stands for a picture that is not there: a plain sheet in the colours of the theme. */
export function drawSheet(pen: CanvasRenderingContext2D, host: Element, { x, y, width, height }: Rect): void {
  const style = getComputedStyle(host);
  pen.fillStyle = style.getPropertyValue('--raised') || '#f0f0f2';
  pen.strokeStyle = style.getPropertyValue('--line-strong') || '#cfcfd5';
  pen.lineWidth = 1;
  pen.fillRect(x, y, width, height);
  pen.strokeRect(Math.round(x) + 0.5, Math.round(y) + 0.5, Math.round(width) - 1, Math.round(height) - 1);
}
