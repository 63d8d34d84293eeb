/** Entry of the worker that reads a large file. */
import { serve } from '../base/rpc.ts';
import { createIngest } from './ingest-scan.ts';

serve(createIngest(), globalThis as unknown as Parameters<typeof serve>[1]);
