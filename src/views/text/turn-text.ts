/** What a turn is as text: for the clipboard, a folded line, the search, and to guess how much room it takes. */
import type { FieldValue } from '../../model/annotation.ts';
import type { Part, Turn } from '../../model/record-form.ts';
import { speakerOfPart, type SpokenText } from '../../model/turn-texts.ts';
import type { T } from '../shared/use-t.ts';
import { jsonLine, prettyJson } from './json-text.ts';

/** What is said, and calls as JSON. */
export function copyOf({ parts }: Turn): string {
  return parts
    .map((part) => textOfPart(part))
    .filter((text) => text !== '')
    .join('\n\n');
}

function textOfPart(part: Part): string {
  switch (part.kind) {
    case 'call':
      return prettyJson({ name: part.name, arguments: part.arguments });
    case 'result':
    case 'json':
      return typeof part.value === 'string' ? part.value : prettyJson(part.value);
    case 'media':
      return '';
    default:
      return part.text;
  }
}

/** Every text that a turn draws, those of results with their calls. */
export function textsOfTurn(turn: Turn): SpokenText[] {
  return turn.parts.flatMap((part): SpokenText[] => {
    const by = speakerOfPart(part, turn);
    if (part.kind !== 'call') return [{ text: textOfPart(part), by }];
    const { name, id = '', arguments: given, result } = part;
    return [
      { text: name, by },
      { text: id, by: undefined },
      ...(given === undefined ? [] : [{ text: textOfPart({ kind: 'json', value: given }), by }]),
      ...(result ? [{ text: textOfPart(result), by: 'tool' as const }] : []),
    ];
  });
}

/** UTF-16 units of the first words in a folded line. */
const FIRST_WORDS = 160;

/** What a folded turn says of itself: its first words, else what it calls. */
export function firstWordsOf({ parts }: Turn): string {
  const calls = parts.filter((part) => part.kind === 'call').map((call) => `${call.name}(${firstArgument(call.arguments)})`);
  const said =
    parts.find((part) => part.kind === 'text' || part.kind === 'refusal') ??
    (calls.length > 0 ? undefined : parts.find((part) => part.kind === 'reasoning'));
  const [first] = parts;
  const text = said && 'text' in said ? said.text.slice(0, FIRST_WORDS).trim() : calls.length > 0 || !first ? '' : textOfPart(first);
  return [text, calls.join(', ')]
    .filter((words) => words !== '')
    .join(' · ')
    .slice(0, FIRST_WORDS);
}

/** Enough to tell one call of a tool from the next. */
function firstArgument(given: FieldValue): string {
  const value = typeof given === 'object' ? Object.values(given as Readonly<Record<string, FieldValue>>)[0] : given;
  if (value === undefined) return '';
  return (typeof value === 'string' ? value : jsonLine(value))
    .slice(0, FIRST_WORDS / 2)
    .replaceAll(/\s+/g, ' ')
    .trim();
}

const LINE_LENGTH = 56;
const LINE_HEIGHT = 20;
const MOST_HEIGHT = 600;

/** CSS pixels that a turn may take before it is laid out: near enough for a scroll bar. */
export function guessedHeight({ parts }: Turn): number {
  let height = 24;
  for (const part of parts) {
    if (part.kind === 'text' || part.kind === 'refusal') height += Math.ceil(part.text.length / LINE_LENGTH) * LINE_HEIGHT;
    else if (part.kind === 'call') height += part.result ? 180 : 80;
    else height += part.kind === 'media' ? 240 : part.kind === 'reasoning' ? 32 : 100;
    if (height > MOST_HEIGHT) return MOST_HEIGHT;
  }
  return height;
}

/** Two digits are enough for how long something took. */
export function secondsOf(t: T, seconds: number): string {
  return t.number(seconds, seconds < 100 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 0 });
}
