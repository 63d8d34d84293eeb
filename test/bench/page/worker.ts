/** The alternatives that read files do it where our engine does: in a worker. */
import type { Measure, TaskOptions } from '../measure.ts';
import { FILE_TASKS } from './tasks/file-tasks.ts';

interface Request {
  readonly task: string;
  readonly file: File;
  readonly options: TaskOptions;
}

addEventListener('message', (event: MessageEvent<Request | 'ready?'>) => {
  if (event.data === 'ready?') return postMessage('ready');
  const { task, file, options } = event.data;
  void answer(task, file, options);
});

async function answer(task: string, file: File, options: TaskOptions): Promise<void> {
  try {
    const run = FILE_TASKS[task];
    if (!run) throw new Error(`There is no task ${task}`);
    postMessage({ measure: (await run(file, options)) satisfies Measure });
  } catch (error) {
    postMessage({ failed: String(error) });
  }
}
