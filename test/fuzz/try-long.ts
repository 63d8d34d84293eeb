import fc from 'fast-check';

const MINUTES = Number(process.env['FUZZ_MINUTES'] ?? 1);
const SEED = process.env['FUZZ_SEED'];
const RUNS = 1_000;

export interface Trial {
  readonly inputs: number;
  readonly difference?: { readonly seed: number; readonly error: Error };
}

/**
 * Tries a property with one seed after the other, for this test's share of the minutes of the run or until it does not hold; where the run
 * is about one seed, with that one only.
 * @param tests that share the minutes
 */
export async function tryLong(property: () => fc.IRawProperty<unknown>, tests: number): Promise<Trial> {
  const end = Date.now() + (MINUTES * 60_000) / tests;
  let inputs = 0;
  do {
    const seed = SEED === undefined ? Date.now() | 0 : Number(SEED);
    const limit = SEED === undefined ? { interruptAfterTimeLimit: Math.max(1, end - Date.now()) } : {};
    const details = await fc.check(property(), { numRuns: RUNS, seed, ...limit });
    inputs += details.numRuns;
    // Out of time before the first input is no difference.
    if (details.failed && details.counterexample !== null) {
      const error = new Error(fc.defaultReportMessage(details), { cause: details.errorInstance });
      return { inputs, difference: { seed, error } };
    }
  } while (SEED === undefined && Date.now() < end);
  return { inputs };
}
