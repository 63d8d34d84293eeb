/**
 * What a text record is, whatever the keys of its file: one normal form for each way to draw it. Formats read records into these
 * (`formats/records`), views draw them (`views/text`). Plain data, sent between threads.
 */
import type { FieldValue } from './annotation.ts';
import type { FileIndex } from './dataset.ts';
import type { Region } from './region.ts';

export type RecordForm = ChatForm;

/** Who speaks, as far as we know the word. */
export type TurnRole = 'system' | 'user' | 'assistant' | 'tool' | 'other';

export interface Turn {
  readonly role: TurnRole;
  /** The word in the file: `human`, `gpt`, `instruction`. */
  readonly as: string;
  /** Of one among several speakers of a role. */
  readonly name?: string;
  readonly parts: readonly Part[];
  /** False where the record says that the turn is not learnt from (weight 0). */
  readonly trained?: boolean;
}

/** A piece of a turn, in the order of the file. */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'reasoning'; readonly text: string }
  /** `media`: index in the form's `media`. */
  | { readonly kind: 'media'; readonly media: number }
  | CallPart
  | ResultPart
  | { readonly kind: 'refusal'; readonly text: string }
  /** Of no kind that we know; shown as it is. */
  | { readonly kind: 'json'; readonly value: FieldValue };

export interface CallPart {
  readonly kind: 'call';
  readonly id?: string;
  readonly name: string;
  /** As parsed; a text where it is no JSON. */
  readonly arguments: FieldValue;
  /** What the tool answered, where the record says so: the result is drawn below its call. */
  readonly result?: ResultPart;
}

export interface ResultPart {
  readonly kind: 'result';
  readonly id?: string;
  readonly name?: string;
  readonly value: FieldValue;
  readonly failed?: boolean;
}

export type MediaKind = 'image' | 'video' | 'audio' | 'file';

/** A picture, film or sound that a record names or holds. */
export interface Media {
  readonly kind: MediaKind;
  /** Shown to people: the path or address as written, or the type of what is inside the record. */
  readonly name: string;
  /** `file`: found in the drop · `inside`: its bytes are in the record · `remote`: an address that nothing is fetched from · `missing`. */
  readonly state: 'file' | 'inside' | 'remote' | 'missing';
  readonly file?: FileIndex;
  /** `data:` address of what is inside. */
  readonly data?: string;
  /** Pixels, where the record says so. */
  readonly width?: number;
  readonly height?: number;
}

/** Conversations, and whatever is one question with one answer: instruction data, prompt and completion. */
export interface ChatForm {
  readonly kind: 'chat';
  readonly turns: readonly Turn[];
  /** Turns as the record counts them: results that are drawn below their calls are turns there. */
  readonly messages: number;
  readonly tools?: readonly Tool[];
  readonly media: readonly Media[];
  readonly regions: readonly Region[];
}

/** A function that the assistant may call. */
export interface Tool {
  readonly name: string;
  readonly description?: string;
  readonly schema?: FieldValue;
}

/** Which schema the records of a dataset follow, as far as samples of it tell. */
export interface RecordSummary {
  /** Id of the schema: `chat-messages`, `sharegpt`, …; undefined: none that we know. */
  readonly schema: string | undefined;
  /** 0 to 1: share of the sampled rows that fit. */
  readonly fits: number;
  /** Rows that were looked at: spread over the head, the middle and the tail. */
  readonly sampled: number;
  /** Rows of the sample by the schema that each would follow alone, most first. */
  readonly schemas: readonly { readonly schema: string | undefined; readonly rows: number }[];
  /** True where a person chose the schema. */
  readonly chosen: boolean;
  /** What the first row that does not fit lacks: a key or what is wrong with it. */
  readonly lacks?: string;
}
