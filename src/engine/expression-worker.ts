/** Entry of the worker that looks for a regular expression: one that never ends is ended with it. */
import { serve } from '../base/rpc.ts';
import { createExpression } from './expression-api.ts';

serve(createExpression(), globalThis as unknown as Parameters<typeof serve>[1]);
