/** What texts of cells are that are no words: pictures, sounds, vectors. */

const IMAGE = /\.(?:jpe?g|png|webp|gif|bmp|tiff?|avif)$|^data:image\//i;
const AUDIO = /\.(?:mp3|wav|flac|ogg|opus|m4a)$|^data:audio\//i;
/** `{"bytes":…,"path":…}` of `datasets`, in either order, of which a cell may have the beginning only. */
const HELD = /^\{"(?:bytes|path)":(?:null|"([^"]*))(?:…[}\]]|"?(?:\}|,"(?:bytes|path)":(?:null|"([^"]*))))/;
/** Paths are not longer. */
const LONGEST = 1000;
/** Ends of what may name a file, by their last letter: most texts end otherwise. */
const ENDS = new Set('gpfvGPFVtTac3AC'.split(''));

/** Whether a cell names or holds a picture or a sound, or a list of them. Addresses are texts: nothing is fetched. */
export function mediaKind(text: string): 'image' | 'audio' | undefined {
  if (text.startsWith('{')) return kindOfHeld(text);
  if (text.startsWith('[{')) return kindOfHeld(text.slice(1));
  if (text.startsWith('["')) return kindOfName(/^\["((?:[^"\\]|\\.)*)/.exec(text)?.[1] ?? '');
  return ENDS.has(text.at(-1) ?? '') || text.startsWith('data:') ? kindOfName(text) : undefined;
}

function kindOfHeld(text: string): 'image' | 'audio' | undefined {
  const [, first = '', second = ''] = HELD.exec(text) ?? [];
  return kindOfName(first) ?? kindOfName(second);
}

function kindOfName(name: string): 'image' | 'audio' | undefined {
  if (!name.startsWith('data:') && (name.length > LONGEST || /[\r\n]|^[a-z][a-z0-9+.-]*:\/\//i.test(name))) return undefined;
  return IMAGE.test(name) ? 'image' : AUDIO.test(name) ? 'audio' : undefined;
}

const VECTOR = /^\[(\d+)\] ‖([\d.e+-]+)‖$/;

/** The length and the norm of a vector, from its cell. */
export function vectorOf(text: string): { readonly dimensions: number; readonly norm: number } | undefined {
  const match = text.startsWith('[') && text.endsWith('‖') ? VECTOR.exec(text) : null;
  return match ? { dimensions: Number(match[1]), norm: Number(match[2]) } : undefined;
}
