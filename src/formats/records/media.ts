/** Pictures, films and sounds of a record: listed beside its text, named inside it, or held in it. */
import type { FieldValue } from '../../model/annotation.ts';
import type { Media, MediaKind, Part } from '../../model/record-form.ts';
import type { Fields } from './schema.ts';
import { isList, isObject, look, numberOf, parsed, textOf } from './values.ts';

/** Keys that list media beside the text. */
const KEYS: Readonly<Record<Exclude<MediaKind, 'file'>, readonly string[]>> = {
  image: ['images', 'image', 'image_path', 'image_paths', 'image_file', 'img', 'image_url'],
  video: ['videos', 'video', 'video_path'],
  audio: ['audios', 'audio', 'audio_path'],
};
const LISTED = ['image', 'video', 'audio'] as const;
const KNOWN: ReadonlySet<string> = new Set(Object.values(KEYS).flat());
/** Marks in a text that stand for the next, or the numbered, medium of their kind. */
const TAG = /<\|?(image|video|audio)(?:[_ ]?(\d+))?(?:_pad)?\|?>|<img>([^<]{1,1000})<\/img>/gi;
const BASE64 = /^(?:\/9j\/|iVBORw0KGgo|R0lGOD|UklGR)[A-Za-z0-9+/=\s]*$/;
const LEAST_BASE64 = 64;

/** What media there are while a record is read, and which the text has named already. */
export class MediaList {
  readonly media: Media[] = [];
  /** Nothing of a kind that the record does not list: most have at most one, and there is a list for each of millions of records. */
  readonly #waiting: Partial<Record<MediaKind, number[]>> = {};
  readonly #numbered: Partial<Record<MediaKind, readonly number[]>> = {};

  /** Those that the record lists beside its text. */
  constructor(record: Fields) {
    for (const kind of LISTED) {
      for (const key of KEYS[kind]) {
        const value = record[key];
        if (value !== undefined && Object.hasOwn(record, key)) this.#list(kind, value, record);
      }
      const rows = this.#waiting[kind];
      if (rows) this.#numbered[kind] = [...rows];
    }
    for (const key of Object.keys(record)) {
      const value = record[key];
      if (typeof value === 'object' && !KNOWN.has(key)) for (const medium of heldIn(value)) this.#await(this.add(medium), medium.kind);
    }
  }

  get isEmpty(): boolean {
    return this.media.length === 0;
  }

  add(medium: Media): number {
    return this.media.push(medium) - 1;
  }

  /** The next one of a kind that no text has named. */
  take(kind: MediaKind): number | undefined {
    return this.#waiting[kind]?.shift();
  }

  /** Those that no text has named. */
  rest(): Part[] {
    return LISTED.flatMap((kind) => this.#waiting[kind]?.splice(0) ?? []).map((media): Part => ({ kind: 'media', media }));
  }

  /** A text with the marks in it as media. Marks without a medium stay text: it may be about HTML. */
  split(text: string): Part[] {
    const parts: Part[] = [];
    let from = 0;
    for (const match of text.matchAll(TAG)) {
      const [all, word = '', number, path] = match;
      const kind = (path === undefined ? word.toLowerCase() : 'image') as MediaKind;
      const media = path === undefined ? this.#named(kind, number) : this.add(mediumAt('image', path.trim()));
      if (media === undefined) continue;
      if (match.index > from) parts.push({ kind: 'text', text: text.slice(from, match.index) });
      parts.push({ kind: 'media', media });
      from = match.index + all.length;
    }
    if (from < text.length || parts.length === 0) parts.push({ kind: 'text', text: text.slice(from) });
    // What only parts a mark from its text is no text.
    return parts.filter((part) => part.kind !== 'text' || parts.length === 1 || part.text.trim() !== '');
  }

  #named(kind: MediaKind, number: string | undefined): number | undefined {
    if (number === undefined) return this.take(kind);
    const media = this.#numbered[kind]?.[Number(number) - 1];
    const waiting = this.#waiting[kind];
    if (media !== undefined && waiting?.includes(media)) waiting.splice(waiting.indexOf(media), 1);
    return media;
  }

  #await(row: number, kind: MediaKind): void {
    const waiting = this.#waiting[kind];
    if (waiting) waiting.push(row);
    else this.#waiting[kind] = [row];
  }

  #list(kind: MediaKind, value: FieldValue, record: Fields): void {
    const found = typeof value === 'string' ? parsed(value) : value;
    if (isList(found)) {
      for (const item of found) this.#list(kind, isList(item) ? item[0] : item, record);
      return;
    }
    const medium = mediumOf(kind, found);
    if (!medium) return;
    const width = kind === 'image' ? numberOf(record['width']) : undefined;
    const height = width === undefined ? undefined : numberOf(record['height']);
    this.#await(this.add(width !== undefined && height !== undefined ? { ...medium, width, height } : medium), kind);
  }
}

/** The medium that a value names or holds: a path, an address, base64, or an object around one of them. */
export function mediumOf(kind: MediaKind, value: FieldValue): Media | undefined {
  const text = textOf(value);
  if (typeof value === 'string' && text !== undefined && text.trim() !== '') return mediumAt(kind, text.trim());
  if (!isObject(value)) return undefined;
  // Anthropic's and Gemini's blocks say the type and the bytes apart.
  const source = isObject(value['source']) ? value['source'] : value;
  const data = source['data'] ?? source['file_data'];
  const type = textOf(source['media_type'] ?? source['mime_type'] ?? source['mimeType'] ?? source['format']);
  if (typeof data === 'string') return inside(kind, type?.includes('/') ? type : `${kind}/${type ?? '*'}`, data);
  // Bytes go before the name that they once had.
  const { bytes } = source;
  if (typeof bytes === 'string' && bytes.startsWith('data:'))
    return { ...mediumAt(kind, bytes), ...(typeof source['path'] === 'string' ? { name: source['path'] } : {}) };
  for (const key of [
    'url',
    'path',
    'image_url',
    'image',
    'video',
    'audio',
    'file_uri',
    'fileUri',
    'filename',
    'file_id',
    'value',
    'bytes',
  ]) {
    const inner = Object.hasOwn(source, key) ? source[key] : undefined;
    if (typeof inner === 'string' || isObject(inner)) {
      const medium = mediumOf(kind, inner);
      if (medium) return medium;
    }
  }
  return undefined;
}

/** The media of a value: one, or a list of them, also as JSON in a text. */
export function mediaOf(kind: MediaKind, value: FieldValue): readonly Media[] {
  const found = typeof value === 'string' && value.startsWith('[') ? parsed(value) : value;
  if (isList(found)) return found.length > MOST_HELD ? [] : found.flatMap((item) => mediaOf(kind, item));
  const medium = mediumOf(kind, found);
  return medium ? [medium] : [];
}

function mediumAt(kind: MediaKind, text: string): Media {
  if (text.startsWith('data:')) {
    const comma = text.indexOf(',');
    return { kind, name: text.slice(5, comma < 0 ? 60 : Math.min(comma, 60)), state: 'inside', data: text };
  }
  if (text.length >= LEAST_BASE64 && BASE64.test(text.slice(0, 400))) return inside(kind, `${kind}/*`, text);
  return { kind, name: text, state: isAddress(text) ? 'remote' : 'missing' };
}

/** By far most are paths. */
function isAddress(text: string): boolean {
  return text.includes('://') && /^[a-z][a-z0-9+.-]*:\/\//i.test(text) && !/^file:/i.test(text);
}

function inside(kind: MediaKind, type: string, base64: string): Media {
  return { kind, name: type, state: 'inside', data: base64.startsWith('data:') ? base64 : `data:${type};base64,${base64}` };
}

const FILE_KINDS: readonly (readonly [RegExp, MediaKind])[] = [
  [/\.(?:jpe?g|png|webp|gif|bmp|tiff?|avif)$|^data:image\//i, 'image'],
  [/\.(?:mp3|wav|flac|ogg|opus|m4a)$|^data:audio\//i, 'audio'],
  [/\.(?:mp4|webm|mov|mkv|avi)$|^data:video\//i, 'video'],
];

/** Media of columns of any name as `datasets` keeps them: `{ bytes, path }`, of which one may be nothing, or a list of such. */
function heldIn(value: FieldValue): readonly Media[] {
  if (isList(value)) return value.length > MOST_HELD ? [] : value.flatMap((item) => heldIn(item));
  if (!isObject(value) || !(Object.hasOwn(value, 'bytes') || Object.hasOwn(value, 'path'))) return [];
  if (Object.keys(value).some((key) => key !== 'bytes' && key !== 'path')) return [];
  const { bytes, path } = value;
  const kind = [bytes, path]
    .filter((each) => typeof each === 'string')
    .flatMap((each) => FILE_KINDS.filter(([pattern]) => pattern.test(each.slice(0, 20) + each.slice(-20))))[0]?.[1];
  const medium = kind && mediumOf(kind, value);
  return medium ? [medium] : [];
}
/** A longer list is no list of pictures. */
const MOST_HELD = 1000;

/** Files that are told by name alone have a name that says what they are; so do addresses, or the size beside them (LAION). */
export function captionMedia(record: Fields): MediaList {
  const name = textOf(look(record, ['file_name', 'filename']));
  if (name === undefined) {
    const url = look(record, ['url']);
    const isPicture = typeof url === 'string' && (/\.(?:jpe?g|png|webp|gif|bmp)(?:[?#].*)?$/i.test(url) || sizeOf(record) !== undefined);
    const listed = new MediaList(record);
    return isPicture && listed.isEmpty
      ? new MediaList({ ...record, image: url, width: sizeOf(record)?.[0], height: sizeOf(record)?.[1] })
      : listed;
  }
  if (/\.(jpe?g|png|webp|gif|bmp|tiff?)$/i.test(name)) return new MediaList({ ...record, image: name });
  return /\.(mp3|wav|flac|ogg|m4a)$/i.test(name) ? new MediaList({ ...record, audio: name }) : new MediaList(record);
}

function sizeOf(record: Fields): readonly [number, number] | undefined {
  const [width, height] = [numberOf(look(record, ['width'])), numberOf(look(record, ['height']))];
  return width === undefined || height === undefined ? undefined : [width, height];
}
