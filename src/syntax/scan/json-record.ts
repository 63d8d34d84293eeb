/** Records of JSON looked at where they lie in a window: which of them are clean, and where the value of a key stands. */
import { startWindowMachine, type WindowMachine } from './window-machine.ts';

/** What a record is at a glance. `doubtful`: it may have problems, or the key may be there in another spelling. */
export type Glance = 'doubtful' | 'clean' | 'value';

export interface JsonGlance {
  /** Where windows are best read to. */
  readonly machine: WindowMachine;
  /** Looks at bytes `from` to `to` of a window. For `value` the place of the key's value is in `valueStart` and `valueEnd`. */
  look(bytes: Uint8Array, from: number, to: number): Glance;
  /** Offsets in the window. */
  valueStart: number;
  valueEnd: number;
}

/** Whether bytes are one JSON object of which there is nothing to tell; false also where only parsing can say. */
export function isCleanJson(machine: WindowMachine, record: Uint8Array): boolean {
  return machine.scan.jsonRecord(machine.place(record), record.length, 0, 0, 0) !== 0;
}

const GLANCES = ['doubtful', 'clean', 'value'] as const;

/** Undefined where there is no compiled scanner: then records are parsed. @param key of the object's own fields; none: '' */
export function jsonGlance(key: string): JsonGlance | undefined {
  const machine = startWindowMachine();
  if (!machine) return undefined;
  const wanted = new TextEncoder().encode(key);
  if (wanted.length > machine.patternBytes) return undefined;
  let places = machine.results(2);
  let written = 0;
  const glance: JsonGlance = {
    machine,
    valueStart: 0,
    valueEnd: 0,
    look(bytes, from, to) {
      const at = machine.place(bytes);
      if (places.buffer.byteLength === 0 || written === 0) {
        places = machine.results(2);
        machine.bytes().set(wanted, machine.patternAt);
        written = 1;
      }
      const found = machine.scan.jsonRecord(at + from, to - from, machine.patternAt, wanted.length, machine.resultsAt);
      glance.valueStart = from + (places[0] ?? 0);
      glance.valueEnd = from + (places[1] ?? 0);
      return GLANCES[found] ?? 'doubtful';
    },
  };
  return glance;
}
