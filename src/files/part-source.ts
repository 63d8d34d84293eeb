import type { ByteSource } from './byte-source.ts';

/** Bytes `start` to `end` of another source as a source of their own: a file that lies unpacked in an archive. */
export function partSource(whole: ByteSource, start: number, end: number): ByteSource {
  const size = end - start;
  const within = (at: number): number => start + Math.min(Math.max(0, at), size);
  return {
    size: () => Promise.resolve(size),
    read: (from, to) => whole.read(within(from), within(to)),
    stream: (from = 0, to = size) => whole.stream(within(from), within(to)),
    async wholeBlob() {
      if (whole.isBlob) return (await whole.wholeBlob()).slice(start, end);
      return new Blob([(await whole.read(start, end)).slice()]);
    },
    identity: async () => `${(await whole.identity?.()) ?? ''} ${start} ${end}`,
    ...(whole.isBlob ? { isBlob: true } : {}),
  };
}
