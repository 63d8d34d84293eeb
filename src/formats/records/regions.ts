/** Boxes, points and outlines that models and their data write into text; a pattern a dialect. */
import { addAll } from '../../base/add-all.ts';
import type { Coordinates, Region } from '../../model/region.ts';
import { parseJson } from '../../syntax/json-value.ts';
import { isList, isObject, textOf } from './values.ts';
import type { FieldValue } from '../../model/annotation.ts';

type Found = Omit<Region, 'media'>;

/** A text longer than this is no answer with boxes in it. */
const LONGEST = 200_000;
const NUMBER = /-?\d+(?:\.\d+)?/g;

interface Dialect {
  readonly pattern: RegExp;
  read(match: RegExpMatchArray): readonly Found[];
}

/** Rows of four numbers as boxes, of two as points, of eight and more as outlines. */
function shaped(numbers: readonly number[], label: string, coordinates: Coordinates | undefined): Found[] {
  if (numbers.length === 2) return [{ shape: 'point', numbers, label, coordinates }];
  if (numbers.length === 4) return [{ shape: 'box', numbers, label, coordinates }];
  return numbers.length >= 6 && numbers.length % 2 === 0 ? [{ shape: 'polygon', numbers, label, coordinates }] : [];
}

const numbersIn = (text: string): number[] => (text.match(NUMBER) ?? []).map(Number);

/** `[[x1, y1, x2, y2], …]`, each a region of its own. */
function rows(text: string, label: string, coordinates: Coordinates | undefined): Found[] {
  const lists = text.match(/\[[^[\]]*\]/g) ?? [];
  return lists.flatMap((list) => shaped(numbersIn(list), label, coordinates));
}

const DIALECTS: readonly Dialect[] = [
  // Qwen-VL and InternVL: <ref>cat</ref><box>(1,2),(3,4)</box>, <box>[[1, 2, 3, 4]]</box>
  {
    pattern: /(?:<ref>([^<]*)<\/ref>)?\s*((?:<(?:box|quad)>[^<]*<\/(?:box|quad)>)+)/g,
    read: ([, label = '', inner = '']) =>
      [...inner.matchAll(/<(?:box|quad)>([^<]*)</g)].flatMap(([, body = '']) =>
        body.includes('[') ? rows(body, label, 'thousand') : shaped(numbersIn(body), label, 'thousand'),
      ),
  },
  // Qwen2-VL: <|object_ref_start|>cat<|object_ref_end|><|box_start|>(1,2),(3,4)<|box_end|>
  {
    pattern: /(?:<\|object_ref_start\|>(.*?)<\|object_ref_end\|>)?\s*<\|(?:box|quad)_start\|>(.*?)<\|(?:box|quad)_end\|>/g,
    read: ([, label = '', body = '']) => shaped(numbersIn(body), label, 'thousand'),
  },
  // DeepSeek-VL2: <|ref|>cat<|/ref|><|det|>[[1, 2, 3, 4]]<|/det|>
  {
    pattern: /(?:<\|ref\|>(.*?)<\|\/ref\|>)?\s*<\|det\|>(.*?)<\|\/det\|>/g,
    read: ([, label = '', body = '']) => rows(body, label, 'thousand'),
  },
  // Florence-2: cat<loc_1><loc_2><loc_3><loc_4>; PaliGemma: <loc0001>… with y before x, of 1,024.
  {
    pattern: /([^<>\n]*)((?:<loc_\d+>){2,})/g,
    read: ([, label = '', body = '']) => shaped(numbersIn(body.replaceAll('loc_', '')), label.trim(), 'thousand'),
  },
  {
    pattern: /((?:<loc\d{4}>){4})\s*([^<;\n]*)/g,
    read: ([, body = '', label = '']) => [{ shape: 'box', numbers: swapped(numbersIn(body)), label: label.trim(), coordinates: 'grid' }],
  },
  // Molmo: <point x="61.5" y="40.6" alt="cat">cat</point>, <points x1="1" y1="2" x2="3" y2="4" alt="cats">
  {
    pattern: /<points?\s+([^>]*)>/g,
    read: ([, attributes = '']) => {
      const numbers = [...attributes.matchAll(/\b[xy]\d*\s*=\s*"([\d.]+)"/g)].map(([, value]) => Number(value));
      const label = /\balt="([^"]*)"/.exec(attributes)?.[1] ?? '';
      return numbers.length >= 2 && numbers.length % 2 === 0 ? [{ shape: 'point', numbers, label, coordinates: 'percent' }] : [];
    },
  },
  // Kosmos-2: <phrase>cat</phrase><object><patch_index_0044><patch_index_0863></object>
  {
    pattern: /(?:<phrase>([^<]*)<\/phrase>)?\s*<object>((?:<patch_index_\d+>|<\/delimiter_of_multi_objects\/>)+)<\/object>/g,
    read: ([, label = '', body = '']) =>
      [...body.matchAll(/<patch_index_(\d+)><patch_index_(\d+)>/g)].map(([, from, to]) => ({
        shape: 'box' as const,
        numbers: patchBox(Number(from), Number(to)),
        label: label.trim(),
        coordinates: 'unit' as const,
      })),
  },
  // Agents at a screen: pyautogui.click(x=0.51, y=0.33)
  {
    pattern: /\b(?:\w*[cC]lick|moveTo|dragTo)\(\s*x\s*=\s*(\d+(?:\.\d+)?)\s*,\s*y\s*=\s*(\d+(?:\.\d+)?)/g,
    read: ([all, x, y]) => [
      { shape: 'point', numbers: [Number(x), Number(y)], label: all.slice(0, all.indexOf('(')), coordinates: undefined },
    ],
  },
];

/** Patches a side of Kosmos-2's grid. */
const PATCHES = 32;

/** A box from the middle of its first patch to the middle of its last; to their edges where it is one patch wide or high. */
function patchBox(from: number, to: number): number[] {
  const [x0, y0, x1, y1] = [from % PATCHES, Math.floor(from / PATCHES), to % PATCHES, Math.floor(to / PATCHES)];
  const isThin = x0 === x1 || y0 === y1;
  const [start, end] = isThin ? [0, 1] : [0.5, 0.5];
  return [x0 + start, y0 + start, x1 + end, y1 + end].map((value) => value / PATCHES);
}

/** ms-swift's `objects: { ref, bbox, bbox_type, image_id }`: the numbers that `<bbox>` in the text stands for. */
export function listedRegions(objects: FieldValue): Region[] {
  if (!isObject(objects) || !isList(objects['bbox'])) return [];
  const { ref, image_id: images } = objects;
  const coordinates = objects['bbox_type'] === 'norm1' ? 'unit' : 'pixels';
  return objects['bbox'].flatMap((box, at) => {
    const label = isList(ref) ? (textOf(ref[at]) ?? '') : '';
    const image = isList(images) ? images[at] : 0;
    return shaped(numberList(box), label, coordinates).map((region) => ({ ...region, media: typeof image === 'number' ? image : 0 }));
  });
}

function swapped(numbers: readonly number[]): number[] {
  const [y0 = 0, x0 = 0, y1 = 0, x1 = 0] = numbers;
  return [x0, y0, x1, y1];
}

/** Places that a text names, of the picture `media`. */
export function regionsOf(text: string, media: number): Region[] {
  if (text.length > LONGEST) return [];
  const found: Found[] = [];
  // Nothing is looked for where nothing can be: most texts name no place.
  if (/<(?:box|quad|ref|point|loc|\||object>)|\(\s*x\s*=/.test(text)) {
    for (const { pattern, read } of DIALECTS) for (const match of text.matchAll(pattern)) addAll(found, read(match));
  }
  if (/"(?:bbox_2d|point_2d|box_2d|bbox)"/.test(text)) addAll(found, writtenJson(text));
  if (found.length === 0) addAll(found, bareLists(text));
  return found.map((region) => ({ ...region, media }));
}

/** `[x1, y1, x2, y2]` and `[[0.1, 0.2, 0.3, 0.4]]`, as LLaVA, Shikra and CogVLM write boxes: only lists of four that can be one. */
function bareLists(text: string): Found[] {
  return [...text.matchAll(/\[\s*-?\d+(?:\.\d+)?(?:\s*,\s*-?\d+(?:\.\d+)?){3}\s*\]/g)].flatMap(([list]) => {
    const numbers = numbersIn(list);
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = numbers;
    return x1 > x0 && y1 > y0 && x0 >= 0 && y0 >= 0 ? [{ shape: 'box' as const, numbers, label: '', coordinates: undefined }] : [];
  });
}

/** Qwen2.5-VL's and Gemini's lists of JSON objects, alone or in a block of code. */
function writtenJson(text: string): Found[] {
  const block = /```(?:json)?\s*([\s\S]*?)```/.exec(text)?.[1] ?? /[[{][\s\S]*[\]}]/.exec(text)?.[0] ?? '';
  const result = parseJson(block);
  if (!result.ok) return [];
  const value: FieldValue = result.value;
  return (isList(value) ? value : [value]).flatMap((item) => {
    if (!isObject(item)) return [];
    const label = textOf(item['label'] ?? item['text_content'] ?? item['name']) ?? '';
    const gemini = numberList(item['box_2d']);
    if (gemini.length === 4) return shaped(swapped(gemini), label, 'thousand');
    const numbers = numberList(item['bbox_2d'] ?? item['point_2d'] ?? item['bbox']);
    return shaped(numbers, label, undefined);
  });
}

function numberList(value: FieldValue): number[] {
  return isList(value) && value.every((item) => typeof item === 'number') ? (value as number[]) : [];
}
