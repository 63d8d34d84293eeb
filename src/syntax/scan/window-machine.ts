/** A machine whose memory holds a window of records, so that what is read from a file is scanned where it lies. */
import { FIRST_FREE, startMachine, type ScanExports } from './machine.ts';

/** Patterns and results stand before the window. */
const ROOM_BYTES = 1 << 20;
const PATTERN_BYTES = 64 * 1024;
const WINDOW_AT = FIRST_FREE + ROOM_BYTES;
/** Scanners look at 64 bytes at a time, also at the end. */
const OVERREAD = 64;

export interface WindowMachine {
  readonly scan: ScanExports;
  /** Where a pattern may stand, and how long it may be. */
  readonly patternAt: number;
  readonly patternBytes: number;
  /** Where results may stand, and how many bytes of them. */
  readonly resultsAt: number;
  readonly resultBytes: number;
  /** Memory for a window of at least so many bytes; what was in it stays. */
  reserve(bytes: number): Uint8Array;
  /** Where a window lies in the memory: at its place if it came from `reserve`, else it is copied. */
  place(bytes: Uint8Array): number;
  bytes(): Uint8Array;
  /** Results as numbers; valid until the next scan. */
  results(count: number): Uint32Array;
  /** It is no longer needed, and must not be used any more. */
  end(): void;
}

/** Undefined where scanners must run plain. */
export function startWindowMachine(): WindowMachine | undefined {
  const machine = startMachine(WINDOW_AT + OVERREAD);
  if (!machine) return undefined;
  const reserve = (bytes: number): Uint8Array => {
    machine.reserve(WINDOW_AT + bytes + OVERREAD);
    return machine.bytes().subarray(WINDOW_AT, machine.memory.buffer.byteLength - OVERREAD);
  };
  return {
    scan: machine.scan,
    patternAt: FIRST_FREE,
    patternBytes: PATTERN_BYTES,
    resultsAt: FIRST_FREE + PATTERN_BYTES,
    resultBytes: ROOM_BYTES - PATTERN_BYTES,
    reserve,
    place(bytes) {
      if (bytes.buffer === machine.memory.buffer) return bytes.byteOffset;
      reserve(bytes.length).set(bytes);
      return WINDOW_AT;
    },
    bytes: () => machine.bytes(),
    results: (count) => new Uint32Array(machine.memory.buffer, FIRST_FREE + PATTERN_BYTES, count),
    end: () => machine.end(),
  };
}
