/** Entry of a decoding worker. */
import { serve } from '../base/rpc.ts';
import { decoder } from './decode.ts';

serve(decoder, globalThis as unknown as Parameters<typeof serve>[1]);
