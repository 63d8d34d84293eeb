import { LABEL_HEIGHT } from '../label-placement.ts';
import type { Colour } from '../palette.ts';
import type { Pen } from '../pen.ts';

/** A class name on its colour, with a fainter note behind it: a score, a number. */
export interface Tag {
  readonly name: string;
  readonly note: string;
  readonly colour: Colour;
  readonly strong: boolean;
}

/** CSS pixels: `--text-xs`, the same at any zoom. */
const TEXT = 11;
const PADDING = 4;
const NOTE_GAP = 4;
const RADIUS = 2;
/** Longer names are cut: a class name is data and may be a novel. */
const LONGEST = 28;

/** Writes tags, and knows how wide they get. Widths are kept, because measuring text costs more than drawing it. */
export class TagWriter {
  readonly #family: string;
  readonly #widths = new Map<string, number>();

  constructor(fontFamily: string) {
    this.#family = fontFamily;
  }

  width(pen: Pen, tag: Tag): number {
    const note = tag.note === '' ? 0 : NOTE_GAP + this.#measure(pen, tag.note, tag.strong);
    return Math.ceil(this.#measure(pen, shorten(tag.name), tag.strong) + note + 2 * PADDING);
  }

  /** `x`, `y`: the top left corner, CSS pixels. */
  draw(pen: Pen, tag: Tag, x: number, y: number, alpha = 1): void {
    const left = Math.round(x);
    const top = Math.round(y);
    const width = this.width(pen, tag);
    pen.globalAlpha = alpha;
    pen.fillStyle = 'rgba(0, 0, 0, 0.35)';
    pen.fillRect(left - 1, top - 1, width + 2, LABEL_HEIGHT + 2);
    pen.fillStyle = tag.colour.line;
    pen.beginPath();
    pen.roundRect(left, top, width, LABEL_HEIGHT, RADIUS);
    pen.fill();

    pen.font = this.#font(tag.strong);
    pen.textBaseline = 'alphabetic';
    pen.textAlign = 'left';
    pen.fillStyle = tag.colour.on;
    const name = shorten(tag.name);
    const baseline = top + 11;
    pen.fillText(name, left + PADDING, baseline);
    if (tag.note !== '') {
      pen.globalAlpha = alpha * 0.8;
      pen.fillText(tag.note, left + PADDING + this.#measure(pen, name, tag.strong) + NOTE_GAP, baseline);
    }
    pen.globalAlpha = 1;
  }

  #measure(pen: Pen, text: string, strong: boolean): number {
    const key = (strong ? 'b' : 'n') + text;
    const known = this.#widths.get(key);
    if (known !== undefined) return known;
    pen.font = this.#font(strong);
    const { width } = pen.measureText(text);
    if (this.#widths.size > 5000) this.#widths.clear();
    this.#widths.set(key, width);
    return width;
  }

  #font(strong: boolean): string {
    return `${strong ? 550 : 400} ${TEXT}px ${this.#family}`;
  }
}

function shorten(name: string): string {
  const letters = Array.from(name.slice(0, 2 * LONGEST + 2));
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join('')}…` : name;
}
