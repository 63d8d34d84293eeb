/**
 * What a text record is, whatever the keys of its file: one normal form for each way to draw it. Formats read records into these
 * (`formats/records`), views draw them (`views/text`). Plain data, sent between threads.
 */
import type { FieldValue } from './annotation.ts';
import type { FileIndex } from './dataset.ts';
import type { Region } from './region.ts';

export type RecordForm =
  | ChatForm
  | PreferenceForm
  | QaForm
  | ChoicesForm
  | ClassificationForm
  | TranslationForm
  | SpansForm
  | CodeForm
  | TextForm
  | EmbeddingForm;

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
  readonly cost?: TurnCost;
}

/** What a turn took, as far as the record says. */
export interface TurnCost {
  readonly seconds?: number;
  /** Tokens that were read for it, and that it has. */
  readonly tokensIn?: number;
  readonly tokensOut?: number;
  readonly model?: string;
  /** When, as written. */
  readonly at?: string;
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
  /** Absent where there is nothing but media. */
  readonly value: FieldValue;
  readonly failed?: boolean;
  readonly seconds?: number;
  /** Indices in the form's `media`: a picture of the screen, a plot. */
  readonly media?: readonly number[];
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

/** What a record shows beside its text. */
export interface Shown {
  readonly media: readonly Media[];
  /** Boxes and points that its text names. */
  readonly regions: readonly Region[];
}

/** Conversations, and whatever is one question with one answer: instruction data, prompt and completion. */
export interface ChatForm extends Shown {
  readonly kind: 'chat';
  readonly turns: readonly Turn[];
  /** Turns as the record counts them: results that are drawn below their calls are turns there. */
  readonly messages: number;
  readonly tools?: readonly Tool[];
}

/** A function that the assistant may call. */
export interface Tool {
  readonly name: string;
  readonly description?: string;
  readonly schema?: FieldValue;
}

/** Answers to one prompt, judged: pairs of chosen and rejected, ranked lists, one answer with a verdict, steps of one answer. */
export interface PreferenceForm extends Shown {
  readonly kind: 'preference';
  /** What the answers have in common before they part. */
  readonly prompt: readonly Turn[];
  readonly answers: readonly Answer[];
  /** The answers follow one another: steps of a solution. */
  readonly steps?: true;
}

export interface Answer {
  /** As the file calls it: `chosen`, the name of a model, the number of a step. */
  readonly name: string;
  readonly verdict?: 'chosen' | 'rejected' | 'tie';
  readonly score?: number;
  readonly turns: readonly Turn[];
}

/** Questions about passages, or without any. */
export interface QaForm extends Shown {
  readonly kind: 'qa';
  readonly title?: string;
  readonly passages: readonly Passage[];
}

export interface Passage {
  readonly context?: string;
  readonly questions: readonly Question[];
}

export interface Question {
  readonly id?: string;
  readonly question: string;
  readonly answers: readonly QaAnswer[];
  /** The record says that the passage does not answer it. */
  readonly unanswerable: boolean;
  /** The result that stands at the end of a worked answer (`#### 72`). */
  readonly final?: string;
}

export interface QaAnswer {
  readonly text: string;
  /** The whole of it as written, where its result was taken out of the text. */
  readonly written?: string;
  /** Where it stands in the context, UTF-16 units; absent where the record does not say. */
  readonly start?: number;
  /** True where the context has another text there; `actual` is that text. */
  readonly misplaced?: true;
  readonly actual?: string;
}

/** A question with choices, of which the key names one or several. */
export interface ChoicesForm extends Shown {
  readonly kind: 'choices';
  readonly question: string;
  readonly context?: string;
  readonly choices: readonly { readonly label: string; readonly text: string }[];
  /** Indices of the right choices. */
  readonly correct: readonly number[];
  /** The key as written, where it is none of the choices. */
  readonly key?: string;
}

/** One or more texts and what they were found to be: classification, NLI, similarity, retrieval, summaries. */
export interface ClassificationForm extends Shown {
  readonly kind: 'classification';
  readonly texts: readonly NamedText[];
  readonly labels: readonly { readonly label: string; readonly score?: number }[];
  /** The record has a place for a label and none in it (`-1`, an empty list). */
  readonly unlabelled: boolean;
}

export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** The same text in several languages. */
export interface TranslationForm extends Shown {
  readonly kind: 'translation';
  /** Tag of the language, where the record says so; else the name of the field. */
  readonly texts: readonly { readonly language: string; readonly text: string }[];
}

/** A text with labelled spans, and relations between them. */
export interface SpansForm extends Shown {
  readonly kind: 'spans';
  readonly text: string;
  readonly spans: readonly Span[];
  readonly relations: readonly SpanRelation[];
  /** Labels of the text as a whole. */
  readonly classes: readonly string[];
  /** What the annotator decided (Prodigy): accept, reject, ignore. */
  readonly verdict?: string;
}

export interface Span {
  readonly label: string;
  /** `[start, end)` in UTF-16 units, in order; several where the span has gaps. */
  readonly fragments: readonly (readonly [start: number, end: number])[];
  /** True where the record quotes another text than stands there, or the place is outside of the text. */
  readonly misplaced?: true;
  /** The text that the record quotes, where it is misplaced. */
  readonly quoted?: string;
  /** What else the record says of it: attributes, links to databases, notes. */
  readonly details?: readonly string[];
}

export interface SpanRelation {
  /** Indices of spans. */
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

/** A task of programming: a piece of code or prose a section. */
export interface CodeForm extends Shown {
  readonly kind: 'code';
  readonly sections: readonly CodeSection[];
}

export interface CodeSection {
  readonly name: string;
  readonly text: string;
  /** `code`: monospaced · `prose`: Markdown. */
  readonly as: 'code' | 'prose';
  readonly language?: string;
}

/** Something to read. */
export interface TextForm extends Shown {
  readonly kind: 'text';
  readonly title?: string;
  readonly text: string;
}

/** Vectors, with the texts beside them. */
export interface EmbeddingForm extends Shown {
  readonly kind: 'embedding';
  readonly vectors: readonly { readonly name: string; readonly values: readonly number[] }[];
  readonly texts: readonly NamedText[];
}

/** Which schema the records of a dataset follow: of all records where they were looked at, else of samples. */
export interface RecordSummary {
  /** Id of the schema: `chat-messages`, `sharegpt`, …; undefined: none that we know. */
  readonly schema: string | undefined;
  /** 0 to 1: share of the rows looked at that fit. */
  readonly fits: number;
  /** Rows that were looked at: all, or some spread over the head, the middle and the tail. */
  readonly sampled: number;
  /** Every schema that some of them fit, with their share, most first: what may be chosen. */
  readonly fitting: readonly { readonly schema: string; readonly share: number }[];
  /** The column that says which schema a row is read by, where they are not all of one. */
  readonly column?: string;
  /** Who speaks in a sample of them that is none of `SPEAKERS`, by the words of the records. */
  readonly speakers?: readonly string[];
  /** True where a person chose the schema. */
  readonly chosen: boolean;
  /** What the first row that does not fit lacks: a key or what is wrong with it. */
  readonly lacks?: string;
}
