/** What a page takes of the machine's memory: anonymous and shared pages of its process, which are its own and no cache of files. */
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type { Browser } from 'playwright-core';

export interface MemoryWatch {
  /** Most of it so far above what there was at the start, megabytes; undefined where the system does not tell (only Linux does). */
  peak(): number | undefined;
  stop(): void;
  /** When the page that worked, which is closed by now, has given back all that it had: until then it takes time from the next. */
  ended(): Promise<void>;
}

const EVERY_MS = 15;
const END_WITHIN_MS = 5000;

/** Starts to watch all pages' processes. The one that grows most is the page that works: the others rest. */
export async function watchMemory(browser: Browser): Promise<MemoryWatch> {
  const base = new Map<number, number>();
  for (const pid of await rendererPids(browser)) {
    const bytes = ownMegabytes(pid);
    if (bytes !== undefined) base.set(pid, bytes);
  }
  let peak = 0;
  let busiest = -1;
  const look = (): void => {
    for (const [pid, before] of base) {
      const more = (ownMegabytes(pid) ?? 0) - before;
      if (more <= peak) continue;
      peak = more;
      busiest = pid;
    }
  };
  const timer = setInterval(look, EVERY_MS);
  return {
    stop: () => clearInterval(timer),
    peak() {
      look();
      return base.size === 0 ? undefined : peak;
    },
    async ended() {
      const started = performance.now();
      while (ownMegabytes(busiest) !== undefined && performance.now() - started < END_WITHIN_MS) await setTimeout(EVERY_MS);
    },
  };
}

async function rendererPids(browser: Browser): Promise<number[]> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.flatMap(({ type, id }) => (type === 'renderer' ? [id] : []));
}

/** Megabytes of a million bytes. */
function ownMegabytes(pid: number): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kib = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    return ((kib('RssAnon') + kib('RssShmem')) * 1024) / 1e6;
  } catch {
    return undefined;
  }
}
