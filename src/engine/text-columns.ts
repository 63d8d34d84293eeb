/** The columns of a dataset of text records that are worked out of their texts, and what tokens are counted by. */
import { ReadError } from '../files/byte-source.ts';
import type { FileSet } from '../files/file-set.ts';
import type { RecordFields } from '../formats/record-container.ts';
import type { DatasetSummary } from '../model/dataset.ts';
import type { Problem } from '../model/problem.ts';
import type { DatasetTable } from '../table/dataset-table.ts';
import type { SpawnExpression } from './expressions.ts';
import { GivenUp, type RecordPasses } from './record-passes.ts';
import { eachTextOf, measuresOf, textMeasures, tokenMeasure, type FormOf } from './text-measures.ts';
import { TokenizerError } from './tokens/tokenizer-error.ts';
import { FIRST_TOKENIZER, loadTokenizer, tokenizersFor, type Elsewhere, type Tokenizer } from './tokens/tokenizers.ts';

interface Parts {
  readonly records: RecordPasses;
  readonly files: FileSet;
  readonly table: DatasetTable;
  readonly tell: (problem: Problem) => void;
}

export class TextColumns {
  readonly #parts: Parts;
  /** Records in their normal form, where their texts are measured. */
  #formOf: FormOf | undefined;
  #tokenizer = FIRST_TOKENIZER;
  #elsewhere: Elsewhere | undefined;
  #version = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * Where what a dataset's tokenizer says runs from now on; where there are no workers, it is this thread.
   * @param patience milliseconds until it is ended
   */
  runIn(spawn: SpawnExpression | undefined, patience?: number): void {
    this.#elsewhere = spawn && { spawn, patience };
  }

  /** Grows where the same records have other texts than before: they are read by another schema. */
  get version(): number {
    return this.#version;
  }

  /** What tokens are counted by, and what they may be counted by; undefined where there is no text. */
  get tokenizer(): DatasetSummary['tokenizer'] {
    return this.#formOf && { current: this.#tokenizer, available: tokenizersFor(this.#parts.files) };
  }

  /** Makes the columns, without values; what they were before is forgotten. */
  measure(sample: readonly RecordFields[], formOf: FormOf): void {
    const measures = measuresOf(sample, formOf);
    if (measures.length === 0) return;
    const { records, table } = this.#parts;
    records.derive(textMeasures(measures, (measure) => freeName(table, measure), formOf));
    this.#formOf = formOf;
    this.#version++;
    this.#countBy(this.#tokenizer);
  }

  /** Counts tokens by another tokenizer from now on; one that cannot be read is a problem, and the last one stays. */
  async setTokenizer(name: string): Promise<void> {
    try {
      const tokenizer = await loadTokenizer(name, this.#parts.files, this.#elsewhere);
      if (tokenizer.isElsewhere) tokenizer.close();
    } catch (error) {
      if (!(error instanceof TokenizerError) && !(error instanceof ReadError)) throw error;
      this.#refuse(name, error);
      return;
    }
    this.#countBy(name);
  }

  /** Calls `each` with every text of a record. */
  eachTextOf(fields: RecordFields, each: (text: string) => void): void {
    eachTextOf(fields, this.#formOf?.(fields), each);
  }

  #countBy(name: string): void {
    const { records, files, table } = this.#parts;
    const formOf = this.#formOf;
    if (!formOf) return;
    this.#tokenizer = name;
    const load = async (): Promise<Tokenizer> => {
      const tokenizer = await loadTokenizer(name, files, this.#elsewhere);
      if (!tokenizer.isElsewhere) return tokenizer;
      const { count } = tokenizer;
      return {
        ...tokenizer,
        count: (texts: readonly (readonly string[])[]) => count(texts).catch((error: unknown) => this.#giveUp(name, error)),
      };
    };
    records.derive(tokenMeasure(freeName(table, 'tokens'), load, formOf));
  }

  /** A tokenizer that was chosen and does not come to an end: the first one counts instead. */
  #giveUp(name: string, error: unknown): never {
    if (!(error instanceof TokenizerError)) throw error;
    this.#refuse(name, error);
    this.#countBy(FIRST_TOKENIZER);
    throw new GivenUp(error.message);
  }

  #refuse(name: string, { message }: Error): void {
    this.#parts.tell({ code: 'tokenizer-invalid', file: name, values: { reason: message } });
  }
}

/** A name for a column that is no field: a field may have it already. */
export function freeName(table: DatasetTable, name: string): string {
  const known = table.extra.get(name);
  return known === undefined || known.derived ? name : `record ${name}`;
}
