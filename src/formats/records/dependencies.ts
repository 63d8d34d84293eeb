/** Words with their heads: the trees of Universal Dependencies, as CoNLL-U and Hugging Face have them. https://universaldependencies.org/format.html */
import type { FieldValue } from '../../model/annotation.ts';
import type { Span, SpanRelation } from '../../model/record-form.ts';
import { lacks, type Fields, type RecordSchema } from './schema.ts';
import { spansForm } from './span-places.ts';
import { joined, tagsOf, type Place } from './token-tags.ts';
import { isList, isObject, listOf, numberOf, textOf, textsOf } from './values.ts';

/** Parts of speech. */
const CLASSES = ['upos', 'pos_tags', 'pos', 'xpos'] as const;

/** What stands in the text in one piece: a word, or several that are written as one (`I'm`, `du`). */
interface Piece {
  readonly surface: string;
  /** The words in it. */
  readonly words: readonly string[];
  /** No space behind it. */
  readonly tight: boolean;
}

export const dependencies: RecordSchema = {
  id: 'conll-u',
  fits(record) {
    const tokens = textsOf(record['tokens']);
    if (!tokens || tokens.length === 0) return lacks('tokens');
    for (const key of ['head', 'deprel']) if (textsOf(record[key])?.length !== tokens.length) return lacks(key);
    return 0.97;
  },
  read(record) {
    const words = textsOf(record['tokens']) ?? [];
    const pieces = piecesOf(record, words);
    const surfaces = pieces.map(({ surface }) => surface);
    const written = textOf(record['text']) ?? '';
    const { text, places } =
      written === '' ? joined(surfaces, (at) => pieces[at]?.tight === true) : { text: written, places: found(written, surfaces) };
    const tags = tagsOf(record, words.length, CLASSES) ?? [];
    const spans = pieces
      .flatMap((piece, at) => wordPlaces(piece, places[at]))
      .map(({ place, word }, at): Span => {
        const label = tags[at]?.replace(/^_$/, '') ?? '';
        return place ? { label, fragments: [place] } : { label, fragments: [[text.length, text.length]], misplaced: true, quoted: word };
      });
    return spansForm(text, { spans, relations: relationsOf(record, words.length) });
  },
};

function piecesOf(record: Fields, words: readonly string[]): Piece[] {
  const ids = idsOf(record, words.length);
  const misc = listOf(record['misc']) ?? [];
  const ranges = new Map(
    (listOf(record['ranges']) ?? []).flatMap((range) => {
      if (!isObject(range)) return [];
      const [first = '', last = ''] = textOf(range['id'])?.split('-') ?? [];
      return [[first, { last: ids.indexOf(last), surface: textOf(range['tokens']) ?? '', tight: isTight(range['misc']) }] as const];
    }),
  );
  const pieces: Piece[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const range = ranges.get(ids[at] ?? '');
    if (range && range.last > at) {
      pieces.push({ surface: range.surface, words: words.slice(at, range.last + 1), tight: range.tight });
      at = range.last;
    } else pieces.push({ surface: word, words: [word], tight: isTight(misc[at]) });
  }
  return pieces;
}

/** Ids of the words as written, else their numbers. */
function idsOf(record: Fields, count: number): readonly string[] {
  const ids = textsOf(record['id']);
  return ids?.length === count ? ids : Array.from({ length: count }, (_, at) => String(at + 1));
}

function isTight(misc: FieldValue): boolean {
  return textOf(misc)?.split('|').includes('SpaceAfter=No') === true;
}

/** Where each stands behind the one before; undefined where it does not. */
function found(text: string, surfaces: readonly string[]): (Place | undefined)[] {
  let from = 0;
  return surfaces.map((surface) => {
    const start = text.indexOf(surface, from);
    if (start < 0) return undefined;
    from = start + surface.length;
    return [start, from];
  });
}

/** Words that are cut from what is written have each its part of it; those that are not (`de le` of `du`) all of it. */
function wordPlaces({ surface, words }: Piece, place: Place | undefined): { readonly word: string; readonly place?: Place }[] {
  if (!place) return words.map((word) => ({ word }));
  if (words.join('') !== surface) return words.map((word) => ({ word, place }));
  let end = place[0];
  return words.map((word) => ({ word, place: [end, (end += word.length)] }));
}

/** From head to dependent. The root has no head (0). */
function relationsOf(record: Fields, count: number): SpanRelation[] {
  const at = new Map(idsOf(record, count).map((id, index) => [id, index]));
  const labels = textsOf(record['deprel']) ?? [];
  return (textsOf(record['head']) ?? []).flatMap((head, to): SpanRelation[] => {
    const from = at.get(head);
    return from === undefined ? [] : [{ from, to, label: labels[to] ?? '' }];
  });
}

/** displaCy's words and arcs. https://spacy.io/usage/visualizers#manual-usage */
export const displacy: RecordSchema = {
  id: 'displacy',
  fits(record) {
    const { words, arcs } = record;
    if (!isList(words) || words.length === 0 || !words.every((word) => isObject(word) && typeof word['text'] === 'string'))
      return lacks('words');
    return isList(arcs) && arcs.every(isObject) ? 0.96 : lacks('arcs');
  },
  read(record) {
    const words = (listOf(record['words']) ?? []).flatMap((word) => (isObject(word) ? [word] : []));
    const { text, places } = joined(words.map((word) => textOf(word['text']) ?? ''));
    const spans = words.map((word, at): Span => ({ label: textOf(word['tag']) ?? '', fragments: [places[at] ?? [0, 0]] }));
    const relations = (listOf(record['arcs']) ?? []).flatMap((arc): SpanRelation[] => {
      const [start, end] = isObject(arc) ? [numberOf(arc['start']), numberOf(arc['end'])] : [];
      if (!isObject(arc) || start === undefined || end === undefined || !spans[start] || !spans[end]) return [];
      // The tip of the arrow is at the dependent word: to the left it is the first.
      const [from, to] = arc['dir'] === 'left' ? [end, start] : [start, end];
      return [{ from, to, label: textOf(arc['label']) ?? '' }];
    });
    return spansForm(text, { spans, relations });
  },
};
