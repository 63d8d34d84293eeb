/** Columns that are worked out of the texts of each record: how long they are, who speaks, which script, how often the same text is there. */
import { TextMeter } from '../base/text-meter.ts';
import type { Cell } from '../formats/format.ts';
import type { RecordFields } from '../formats/record-container.ts';
import type { ColumnKind, TextMeasure } from '../model/dataset.ts';
import type { RecordForm, Turn } from '../model/record-form.ts';
import { eachString, eachText, hasReasoning, hasTool, rolePattern, turnsOf } from '../model/record-text.ts';
import type { Breath } from '../table/breath.ts';
import { ExtraColumn } from '../table/extra-column.ts';
import { sortByNumber } from '../table/sort-numbers.ts';
import type { DerivedColumn, DerivedPass, Derivation } from './record-passes.ts';
import type { Tokenizer } from './tokens/tokenizers.ts';

/** A record in its normal form, where it follows a schema. */
export type FormOf = (record: RecordFields) => RecordForm | undefined;

type Measured = Exclude<TextMeasure, 'tokens'>;

const KINDS: Readonly<Record<Measured, ColumnKind>> = {
  characters: 'number',
  words: 'number',
  turns: 'number',
  roles: 'category',
  script: 'category',
  'has-tool': 'boolean',
  'has-reasoning': 'boolean',
  copies: 'number',
};
/** Of records that have turns. */
const OF_TURNS: ReadonlySet<Measured> = new Set(['turns', 'roles', 'has-tool', 'has-reasoning']);

/** Patterns of roles that are told apart; the others of a file are `…`. */
const PATTERNS = 900;

/** The texts of a record, one after the other. */
export function eachTextOf(record: RecordFields, form: RecordForm | undefined, each: (text: string) => void): void {
  if (form) eachText(form, each);
  else eachString(record, each);
}

/** What of it the records can have: nothing where a sample of them has no text, and nothing about turns where none has turns. */
export function measuresOf(sample: readonly RecordFields[], formOf: FormOf): readonly Measured[] {
  let hasText = false;
  let hasTurns = false;
  for (const record of sample) {
    const form = formOf(record);
    if (form && turnsOf(form)) hasTurns = true;
    eachTextOf(record, form, (text) => {
      // A blank between letters: a code or a name is no text.
      hasText ||= form !== undefined || /\p{L}\s\p{L}|\p{Lo}{4}/u.test(text);
    });
  }
  if (!hasText) return [];
  return (Object.keys(KINDS) as Measured[]).filter((measure) => hasTurns || !OF_TURNS.has(measure));
}

/** @param nameOf what the column of a measure is called: a field of the records may have its name already */
export function textMeasures(measures: readonly Measured[], nameOf: (measure: TextMeasure) => string, formOf: FormOf): Derivation {
  const columns = measures.map((measure): DerivedColumn => ({
    name: nameOf(measure),
    kind: KINDS[measure],
    measure,
    ...(measure === 'copies' ? { ofAll: true as const } : {}),
  }));
  return { columns, begin: () => measuringPass(measures, formOf) };
}

function measuringPass(measures: readonly Measured[], formOf: FormOf): DerivedPass {
  const meter = new TextMeter();
  const patterns = new Set<string>();
  const add = (text: string): void => meter.add(text);
  const distinct = (pattern: string): string => {
    if (patterns.size >= PATTERNS && !patterns.has(pattern)) return '…';
    patterns.add(pattern);
    return pattern;
  };
  const cellOf = (measure: Measured, form: RecordForm | undefined, turns: readonly Turn[] | undefined): Cell => {
    switch (measure) {
      case 'characters':
        return meter.characters;
      case 'words':
        return meter.words;
      case 'turns':
        return form?.kind === 'chat' ? form.messages : turns?.length;
      case 'roles':
        return turns && distinct(rolePattern(turns));
      case 'script':
        return meter.script;
      case 'has-tool':
        return turns && hasTool(turns);
      case 'has-reasoning':
        return turns && hasReasoning(turns);
      case 'copies':
        // Records without text are empty, not the same.
        return meter.characters === 0 ? undefined : meter.fingerprint;
    }
  };
  return {
    cells(record) {
      const form = formOf(record);
      const turns = form && turnsOf(form);
      meter.reset();
      eachTextOf(record, form, add);
      meter.end();
      return measures.map((measure) => cellOf(measure, form, turns));
    },
    async end(columns, rows, breath) {
      const ended: ExtraColumn[] = [];
      for (const column of columns) ended.push(column.measure === 'copies' ? await countCopies(column, rows, breath) : column);
      return ended;
    },
  };
}

/** How many records have the text of each, itself included, from the fingerprints of all. */
async function countCopies(prints: ExtraColumn, rows: number, breath: Breath): Promise<ExtraColumn> {
  const printOf = prints.numbers();
  const sorted = await sortByNumber(
    Uint32Array.from({ length: rows }, (_, row) => row),
    (from, to, out) => {
      for (let row = from; row < to; row++) out[row - from] = printOf(row);
    },
    false,
    breath,
  );
  const copies = new Uint32Array(rows);
  for (let from = 0; from < rows;) {
    const print = printOf(sorted[from] ?? 0);
    if (Number.isNaN(print)) break;
    let to = from + 1;
    while (to < rows && printOf(sorted[to] ?? 0) === print) to++;
    for (let i = from; i < to; i++) copies[sorted[i] ?? 0] = to - from;
    from = to;
    await breath.take();
  }
  const column = new ExtraColumn(prints.name, 'number', { derived: true, measure: 'copies' });
  for (const [row, count] of copies.entries()) if (count > 0) column.add(row, count);
  return column;
}

/** The tokens of all texts of each record; what a chat template adds is not among them. */
export function tokenMeasure(name: string, tokenizer: () => Promise<Tokenizer>, formOf: FormOf): Derivation {
  return {
    columns: [{ name, kind: 'number', measure: 'tokens' }],
    onlyAsked: true,
    async begin() {
      const found = await tokenizer();
      return found.isElsewhere ? askingPass(found, formOf) : countingPass(found.count, formOf);
    },
  };
}

function countingPass(count: (text: string) => number, formOf: FormOf): DerivedPass {
  return {
    cells(record) {
      let tokens = 0;
      eachTextOf(record, formOf(record), (text) => (tokens += count(text)));
      return [tokens];
    },
  };
}

function askingPass(tokenizer: Extract<Tokenizer, { isElsewhere: true }>, formOf: FormOf): DerivedPass {
  let waiting: string[][] = [];
  return {
    cells(record) {
      const texts: string[] = [];
      eachTextOf(record, formOf(record), (text) => texts.push(text));
      waiting.push(texts);
      return undefined;
    },
    async settled() {
      const records = waiting;
      waiting = [];
      return (await tokenizer.count(records)).map((tokens) => [tokens]);
    },
    close: () => tokenizer.close(),
  };
}
