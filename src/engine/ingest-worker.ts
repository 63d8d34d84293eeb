/** Entry of the worker that reads a large file. */
import { serve } from '../base/rpc.ts';
import { startMachine } from '../syntax/scan/machine.ts';
import { createIngest } from './ingest-scan.ts';

serve(createIngest(), globalThis as unknown as Parameters<typeof serve>[1]);
// Compiled before a file comes.
startMachine(0)?.end();
