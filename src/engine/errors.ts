/** Errors that calls reject with and the page can show; they keep name, message and data over a port. */
import { RemoteError } from '../base/rpc.ts';
import type { Problem } from '../model/problem.ts';
import type { EngineErrorName } from './protocol.ts';

function engineError(name: EngineErrorName, message: string, data?: unknown): RemoteError {
  return new RemoteError({ name, message, data });
}

/** A file that could not be read; the problem is in the store of its dataset already. */
export function fileError(problem: Problem, message: string): RemoteError {
  return engineError('FileProblem', message, problem);
}

export function goneError(dataset: number): RemoteError {
  return engineError('DatasetGone', `Dataset ${dataset} is not open`);
}
