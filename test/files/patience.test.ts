/** Sources that never answer, as network drives that went away and streams that a browser lost. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { blobSource, reopenedSource } from '../../src/files/blob-source.ts';
import { PIECE_BYTES } from '../../src/files/byte-source.ts';
import { Files } from '../../src/files/file-set-of.ts';
import { answerWithin, NoAnswer } from '../../src/files/patience.ts';

const never = <T>(): Promise<T> => new Promise(() => undefined);

/** How the reads of a Blob and of its slices go, told by the reader's turn. */
class SilentBlob extends Blob {
  readonly reads: string[];
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #answers: { readonly stream: number; slice(read: number): boolean };

  /** `stream`: pieces of the stream that are answered; `slice`: whether the read of a slice with this number is. */
  constructor(
    bytes: Uint8Array<ArrayBuffer>,
    answers: { readonly stream: number; slice(read: number): boolean } = { stream: 0, slice: () => false },
    reads: string[] = [],
  ) {
    super([bytes]);
    this.#bytes = bytes;
    this.#answers = answers;
    this.reads = reads;
  }

  override slice(start = 0, end = this.size): Blob {
    return new SilentBlob(this.#bytes.subarray(start, end), this.#answers, this.reads);
  }

  override arrayBuffer(): Promise<ArrayBuffer> {
    const number = this.reads.push(`slice of ${this.size}`) - 1;
    return this.#answers.slice(number) ? Promise.resolve(this.#bytes.slice().buffer) : never();
  }

  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    let piece = 0;
    let at = 0;
    const bytes = this.#bytes;
    const { stream } = this.#answers;
    return new ReadableStream({
      type: 'bytes',
      pull(controller): Promise<void> | void {
        const view = controller.byobRequest?.view;
        if (piece >= stream || !view) return never();
        const part = bytes.subarray(at, at + view.byteLength);
        new Uint8Array(view.buffer, view.byteOffset).set(part);
        piece += 1;
        at += part.length;
        controller.byobRequest?.respond(part.length);
      },
    });
  }
}

const bytes = Uint8Array.from({ length: 5 * PIECE_BYTES + 7 }, (_, at) => (at * 31 + (at >> 9)) & 0xff);

/** Whether all bytes came, in order. */
async function isRead(blob: Blob): Promise<boolean> {
  const read = new Uint8Array(blob.size);
  let at = 0;
  for await (const piece of blobSource(blob).stream()) {
    read.set(piece, at);
    at += piece.length;
  }
  return at === bytes.length && Buffer.compare(read, bytes) === 0;
}

/** What a promise came to, after so much time has passed as it takes. */
async function eventually<T>(work: Promise<T>): Promise<T | Error> {
  const settled = work.catch((error: unknown) => error as Error);
  let isSettled = false;
  void settled.then(() => (isSettled = true));
  for (let second = 0; second < 300 && !isSettled; second++) await vi.advanceTimersByTimeAsync(1000);
  return settled;
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a stream that stops', () => {
  it.each([0, 1, 3])('is read on by slices after %i pieces, and none is lost', async (stream) => {
    const blob = new SilentBlob(bytes, { stream, slice: () => true });
    expect(await eventually(isRead(blob))).toBe(true);
    expect(blob.reads.length).toBeGreaterThan(0);
  });

  it('is told where slices do not answer, either', async () => {
    const error = await eventually(isRead(new SilentBlob(bytes, { stream: 2, slice: () => false })));
    expect(error).toMatchObject({ name: 'ReadError', code: 'file-unreadable', message: expect.stringMatching(/^no answer for \d+ s$/) });
  });

  it('leaves a stream alone that is only slow', async () => {
    const slow = new Blob([bytes]);
    const { stream } = slow;
    const late = vi.spyOn(slow, 'stream').mockImplementation(() => stream.call(slow));
    expect(await eventually(isRead(slow))).toBe(true);
    expect(late).toHaveBeenCalledTimes(1);
  });
});

describe('a read that is not answered', () => {
  it('is asked again once', async () => {
    const blob = new SilentBlob(bytes, { stream: 0, slice: (read) => read === 1 });
    expect(await eventually(blobSource(blob).read(10, 20))).toEqual(bytes.subarray(10, 20));
    expect(blob.reads).toEqual(['slice of 10', 'slice of 10']);
  });

  it('is told after that', async () => {
    const error = await eventually(blobSource(new SilentBlob(bytes)).read(10, 20));
    expect(error).toMatchObject({ code: 'file-unreadable', message: 'no answer for 20 s' });
  });

  it('is told where the file cannot even be opened', async () => {
    const error = await eventually(reopenedSource(() => never()).size());
    expect(error).toMatchObject({ code: 'file-unreadable', message: 'no answer for 10 s' });
  });

  it('costs the other files of its batch a wait, and nothing else', async () => {
    const files = new Files();
    const blobs = [new Blob(['one']), new SilentBlob(bytes), new Blob(['three'])];
    files.append(blobs.map((blob, i) => ({ path: `${i}.txt`, source: blobSource(blob) })));
    const joined = vi.spyOn(Blob.prototype, 'arrayBuffer');
    // The one that hangs keeps all from being read together.
    joined.mockImplementationOnce(() => never());
    const read = async (): Promise<unknown[]> => {
      const texts: unknown[] = [];
      for await (const { bytes: first } of files.firstBytes([0, 1, 2], 1 << 20, new AbortController().signal)) {
        texts.push(first instanceof Error ? first.message : new TextDecoder().decode(first));
      }
      return texts;
    };
    const texts = await eventually(read());
    joined.mockRestore();
    expect(texts).toEqual(['one', expect.stringMatching(/^no answer for \d+ s$/), 'three']);
  });
});

describe('answerWithin', () => {
  it('does not count the time in which the machine slept', async () => {
    let answer: (value: string) => void = () => undefined;
    const work = answerWithin(8000, new Promise<string>((resolve) => (answer = resolve)));
    const outcome = work.catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(5000);
    // Hours pass between two ticks of the clock: the timer fires once.
    vi.setSystemTime(Date.now() + 3_600_000);
    await vi.advanceTimersByTimeAsync(1500);
    answer('late');
    expect(await outcome).toBe('late');
  });

  it('gives up after its time, and passes on what fails before', async () => {
    const failed = answerWithin(8000, Promise.reject(new Error('gone'))).catch((error: unknown) => error);
    expect(await failed).toMatchObject({ message: 'gone' });
    const given = answerWithin(8000, never()).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(8000);
    expect(await given).toBeInstanceOf(NoAnswer);
    expect(vi.getTimerCount()).toBe(0);
  });
});
