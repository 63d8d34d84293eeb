/** Entry of the worker that holds the datasets. */
import { spawnExpression } from '#spawn-expression';
import { serve } from '../base/rpc.ts';
import { formatsWith } from '../formats/index.ts';
import { createEngine } from './engine.ts';
import { scanElsewhere } from './ingest.ts';

serve(createEngine(formatsWith(scanElsewhere()), spawnExpression), globalThis as unknown as Parameters<typeof serve>[1]);
