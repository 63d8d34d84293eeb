import { describe, expect, it } from 'vitest';
import { serve, type Endpoint } from '../../src/base/rpc.ts';
import { Dataset } from '../../src/engine/dataset.ts';
import { createExpression } from '../../src/engine/expression-api.ts';
import { ExpressionCounter, SLOW, TooSlow } from '../../src/engine/expressions.ts';
import { Questions } from '../../src/engine/questions.ts';
import { Files } from '../../src/files/file-set-of.ts';
import { memorySource } from '../../src/files/memory-source.ts';
import { parseQuery } from '../../src/table/query-text.ts';
import { match, SIGNAL } from '../formats/conformance.ts';

const ENDLESS = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!';

/** The worker's code behind a channel; as a thread that never comes back, it is silent about records with an endless text. */
class Silent implements Endpoint {
  static started = 0;
  static ended = 0;
  readonly #port: MessagePort;
  readonly #stop: () => void;

  constructor() {
    Silent.started += 1;
    const { port1, port2 } = new MessageChannel();
    const { start, count } = createExpression();
    const silent: typeof count = (input) => (input.records.flat().includes(ENDLESS) ? new Promise<never>(() => undefined) : count(input));
    this.#port = port1;
    this.#stop = serve({ start, count: silent }, port2);
  }

  postMessage(message: unknown, transfer: Transferable[]): void {
    this.#port.postMessage(message, transfer as never);
  }

  addEventListener(type: 'message' | 'messageerror', listener: (event: Event) => void): void {
    this.#port.addEventListener(type, listener);
  }

  removeEventListener(type: 'message' | 'messageerror', listener: (event: Event) => void): void {
    this.#port.removeEventListener(type, listener);
  }

  start(): void {
    this.#port.start();
  }

  terminate(): void {
    Silent.ended += 1;
    this.#stop();
    this.#port.close();
  }
}

async function asked(lines: readonly string[], query: string) {
  const files = new Files();
  files.append([{ path: 'x.jsonl', source: memorySource(lines.map((text) => JSON.stringify({ text })).join('\n')) }]);
  const [reading] = (await match(files)).readings;
  if (!reading) throw new Error('not recognised');
  const dataset = new Dataset(1, files, reading);
  await dataset.index(SIGNAL, () => undefined);
  await dataset.readImages(SIGNAL, () => undefined);
  const questions = new Questions(dataset, () => new Silent());
  const { rows, searched } = await questions.select(parseQuery(query).query, undefined, {});
  return { rows: [...rows], searched };
}

describe('an expression that may never end', () => {
  it('is looked for elsewhere, and leaves out the records that it takes too long in', async () => {
    const { rows, searched } = await asked(['aaa', ENDLESS, 'baa', 'b!'], '/(a+)+$/');
    expect(rows).toEqual([0, 2]);
    expect(searched).toEqual({ matches: 2, slow: 1, gaveUp: false, tooLong: 0 });
    expect(Silent.ended).toBe(Silent.started);
  });

  it('is given up where that comes too often', async () => {
    const counter = new ExpressionCounter({ how: 'regex', text: '(a+)+$' }, () => new Silent(), SIGNAL);
    const records = [['aa'], ...Array.from({ length: 6 }, () => [ENDLESS])];
    await expect(counter.count(records)).rejects.toThrow(TooSlow);
    counter.end();
    expect(Silent.ended).toBe(Silent.started);
    expect(SLOW).toBeLessThan(0);
  });

  it('ends when nobody wants to know any more', async () => {
    const control = new AbortController();
    const counter = new ExpressionCounter({ how: 'regex', text: '(a+)+$' }, () => new Silent(), control.signal);
    const counting = counter.count([[ENDLESS]]);
    setTimeout(() => control.abort(new Error('enough')), 10);
    await expect(counting).rejects.toThrow('enough');
    counter.end();
    expect(Silent.ended).toBe(Silent.started);
  });
});

describe('matches', () => {
  it('are counted in the records of the answer', async () => {
    expect((await asked(['one fish two fish', 'fish', 'bird'], 'fish')).searched).toEqual({
      matches: 3,
      slow: 0,
      gaveUp: false,
      tooLong: 0,
    });
    expect((await asked(['one fish two fish', 'fish', 'bird'], 'fish -two')).searched?.matches).toBe(1);
    expect((await asked(['a1 b22', 'c'], String.raw`/\w\d+/`)).searched?.matches).toBe(2);
    expect((await asked(['a', 'b'], '-a')).searched?.matches).toBe(0);
    expect((await asked(['a', 'b'], '')).searched).toBeUndefined();
  });
});
