/** What a person prefers: kept in localStorage, never in the URL. */

export interface Settings {
  readonly theme: 'system' | 'light' | 'dark';
  /** `undefined`: the browser's language. */
  readonly language: 'en' | 'zh' | undefined;
  readonly display: Display;
  /** Edge of a gallery tile in CSS pixels. */
  readonly tileSize: number;
  readonly tileBoxes: boolean;
  readonly tileNames: boolean;
  readonly facetsOpen: boolean;
  readonly inspectorOpen: boolean;
  /** Facets that a person folded or unfolded, against what they start as; by name. */
  readonly refolded: readonly string[];
  /** Texts as they are written, without Markdown and formulas. */
  readonly textPlain: boolean;
  /** System prompts and reasoning are open. */
  readonly textUnfolded: boolean;
  /** Conversations as one line a turn. */
  readonly textOutline: boolean;
  /** Of two answers, the words that differ are marked. */
  readonly textMarks: boolean;
  /** How boxes written in texts are read, a line a dataset (`region-reading.ts`). */
  readonly regionReadings: readonly string[];
  readonly classOrder: 'count' | 'name' | 'file';
  /** Columns of opened datasets are kept in the browser, so that they are there at once the next time. */
  readonly keepColumns: boolean;
}

/** What is drawn on a picture. */
export interface Display {
  readonly boxes: boolean;
  readonly masks: boolean;
  readonly keypoints: boolean;
  readonly names: boolean;
  readonly scores: boolean;
  /** 0 to 1: of fills. */
  readonly opacity: number;
  /** CSS pixels. */
  readonly lineWidth: number;
}

export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  language: undefined,
  display: { boxes: true, masks: true, keypoints: true, names: true, scores: true, opacity: 0.4, lineWidth: 2 },
  tileSize: 220,
  tileBoxes: true,
  tileNames: true,
  facetsOpen: true,
  inspectorOpen: true,
  refolded: [],
  textPlain: false,
  textUnfolded: false,
  textOutline: false,
  textMarks: true,
  regionReadings: [],
  classOrder: 'count',
  keepColumns: true,
};

const KEY = 'datasets.viewer/settings';

/** Storage may be refused (private windows, file://): then defaults, and nothing is kept. */
export function loadSettings(): Settings {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof stored === 'object' && stored !== null ? withDefaults(stored) : DEFAULT_SETTINGS;
  } catch {
    return DEFAULT_SETTINGS;
  }
}

export function saveSettings(settings: Settings): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // Not kept: storage is refused or full. The page works the same until it is closed.
  }
}

/** Stored values win only where they have the type of the default, so that an older or broken entry cannot break the page. */
function withDefaults(stored: object): Settings {
  const merge = (fallback: object, given: object): object =>
    Object.fromEntries(
      Object.entries(fallback).map(([key, value]: [string, unknown]) => {
        const other: unknown = Object.hasOwn(given, key) ? Reflect.get(given, key) : undefined;
        if (other === undefined || other === null) return [key, value];
        if (key === 'language') return [key, other === 'en' || other === 'zh' ? other : value];
        if (Array.isArray(value)) return [key, Array.isArray(other) ? other : value];
        if (typeof value === 'object' && value !== null) return [key, typeof other === 'object' ? merge(value, other) : value];
        return [key, typeof other === typeof value ? other : value];
      }),
    );
  return merge(DEFAULT_SETTINGS, stored) as Settings;
}
