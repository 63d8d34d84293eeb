import { readdirSync, readFileSync } from 'node:fs';

/** Megabytes that the largest renderer among our descendants has for itself or shares in memory: the page with its workers. */
export function rendererMegabytes(): number {
  const parents = new Map<number, number>();
  const renderers: { pid: number; megabytes: number }[] = [];
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const status = readFileSync(`/proc/${name}/status`, 'utf8');
      const kilobytes = (field: string): number => Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
      parents.set(Number(name), kilobytes('PPid'));
      if (readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('--type=renderer'))
        renderers.push({ pid: Number(name), megabytes: (kilobytes('RssAnon') + kilobytes('RssShmem')) / 1000 });
    } catch {
      // It ended while we looked.
    }
  }
  const isOurs = (pid: number): boolean => pid === process.pid || (pid > 1 && isOurs(parents.get(pid) ?? 0));
  return Math.max(0, ...renderers.filter(({ pid }) => isOurs(pid)).map(({ megabytes }) => megabytes));
}
