/** The size of an SVG: its `width` and `height`, else its `viewBox`. https://www.w3.org/TR/SVG2/geometry.html#Sizing */
import type { HeaderParser } from './image-header.ts';
import { decodeText } from './text.ts';

/** Comments and declarations may stand before the root; more of them than this is no picture. */
const HEAD_BYTES = 64 * 1024;
/** CSS pixels of each unit. */
const UNITS: Readonly<Record<string, number>> = { '': 1, px: 1, pt: 4 / 3, pc: 16, mm: 96 / 25.4, cm: 96 / 2.54, in: 96 };

/** The parser where the head is text that begins as XML; undefined else. */
export function parseSvg(head: Uint8Array): HeaderParser | undefined {
  const text = decodeText(head.subarray(0, 512));
  if (text.encoding === 'binary' || !/^\s*<(?:\?xml|!doctype\s+svg|!--|svg[\s>:])/i.test(text.text)) return undefined;
  return parse(head.subarray(0, HEAD_BYTES));
}

function* parse(head: Uint8Array): HeaderParser {
  const text = decodeText(head).text.replaceAll(/<!--[\s\S]*?(?:-->|$)/g, '');
  const root = /<svg(?=[\s>/])(?:[^>"']|"[^"]*"|'[^']*')*>/.exec(text)?.[0];
  if (root === undefined) {
    // Cut within its beginning? Then a longer head says more.
    if (head.length < HEAD_BYTES) yield [0, head.length + 1];
    return undefined;
  }
  const box = (attribute(root, 'viewBox') ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const [, , boxWidth, boxHeight] = box.length === 4 && box.every(Number.isFinite) ? box : [];
  const width = pixels(attribute(root, 'width')) ?? sideOf(boxWidth, pixels(attribute(root, 'height')), boxHeight);
  const height = pixels(attribute(root, 'height')) ?? sideOf(boxHeight, pixels(attribute(root, 'width')), boxWidth);
  if (width === undefined || height === undefined) return undefined;
  return { format: 'svg', width: Math.max(1, Math.round(width)), height: Math.max(1, Math.round(height)), orientation: 1 };
}

function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag);
  return found?.[1] ?? found?.[2];
}

/** Undefined for a share of the page (`100%`), `auto` and other units. */
function pixels(length: string | undefined): number | undefined {
  const found = /^\s*\+?(\d*\.?\d+(?:e[+-]?\d+)?)\s*([a-z]*)\s*$/i.exec(length ?? '');
  const unit = UNITS[found?.[2]?.toLowerCase() ?? ''];
  return found && unit !== undefined ? Number(found[1]) * unit : undefined;
}

/** A side that is not given follows from the other and the shape of the viewBox. */
function sideOf(ofBox: number | undefined, other: number | undefined, otherOfBox: number | undefined): number | undefined {
  if (ofBox === undefined || other === undefined || !otherOfBox) return ofBox;
  return (other * ofBox) / otherOfBox;
}
