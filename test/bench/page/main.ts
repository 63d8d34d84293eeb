/** The page of the benchmark: `bench(task, options)` on the files in its input. One task a page: a fresh page for each sample. */
import type { Measure, TaskOptions } from '../measure.ts';
import { PAGE_TASKS } from './tasks/page-tasks.ts';

type Bench = (task: string, options: TaskOptions) => Promise<Measure>;

const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'peers' });

const bench: Bench = async (task, options) => {
  const files = [...(document.querySelector('input')?.files ?? [])];
  const pageTask = PAGE_TASKS[task];
  if (pageTask) return pageTask(files, options);
  await answerOf('ready?');
  return answerOf({ task, file: files[0], options });
};

function answerOf(request: unknown): Promise<Measure> {
  return new Promise((resolve, reject) => {
    worker.addEventListener(
      'message',
      (event: MessageEvent<{ measure?: Measure; failed?: string }>) => {
        if (event.data.failed !== undefined) reject(new Error(event.data.failed));
        else resolve(event.data.measure ?? { ms: 0, findings: {} });
      },
      { once: true },
    );
    worker.addEventListener('error', (event) => reject(new Error(event.message)), { once: true });
    worker.postMessage(request);
  });
}

Object.assign(globalThis, { bench });
