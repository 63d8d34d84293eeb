/** Entry of the worker that decodes tables. */
import { serve } from '../base/rpc.ts';
import { createTables } from './tables-decode.ts';

serve(createTables(), globalThis as unknown as Parameters<typeof serve>[1]);
