/** Entry of the worker that holds the datasets. */
import { serve } from '../base/rpc.ts';
import { createEngine } from './engine.ts';

serve(createEngine(), globalThis as unknown as Parameters<typeof serve>[1]);
