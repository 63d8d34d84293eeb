import fc from 'fast-check';

const MINUTES = Number(process.env['FUZZ_MINUTES'] ?? 1);
const RUNS = 1_000;

/** Tries a property with one seed after the other for the minutes of this run; what fails is told with its seed. Resolves with the number of inputs. */
export async function tryLong(property: () => fc.IRawProperty<unknown>): Promise<number> {
  const end = Date.now() + MINUTES * 60_000;
  let inputs = 0;
  do {
    await fc.assert(property(), { numRuns: RUNS, seed: Date.now() });
    inputs += RUNS;
  } while (Date.now() < end);
  process.stdout.write(`${inputs} inputs\n`);
  return inputs;
}
