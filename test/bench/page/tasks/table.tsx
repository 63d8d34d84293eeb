/** Tables of a million rows as the usual libraries make them. Mounted here, scrolled by the runner, which reads the browser's own meters. */
import { createColumnHelper, tableFeatures, useTable } from '@tanstack/react-table';
import { useRef, type CSSProperties, type ReactNode, type RefObject } from 'react';
import { createRoot } from 'react-dom/client';
import type { Measure, TaskOptions } from '../../measure.ts';
import { nextFrame } from './times.ts';

/** As the app's table shows it on the runner's screen. */
const ROW = 40;
const VIEW = 760;
const COLUMNS = 10;
const NAMES = Array.from({ length: COLUMNS }, (_, column) => `column ${column}`);

const SCROLLER: CSSProperties = { height: VIEW, width: 1100, overflow: 'auto', position: 'relative', contain: 'strict' };
const CELL: CSSProperties = { display: 'inline-block', width: 100, overflow: 'hidden', whiteSpace: 'nowrap', textOverflow: 'ellipsis' };

function makeColumns(rows: number): Float32Array[] {
  return Array.from({ length: COLUMNS }, (_, column) => Float32Array.from({ length: rows }, (__, row) => (row * (column + 7)) % 1000));
}

/** react-virtual over typed arrays. */
export async function mountVirtual(_files: readonly File[], { rows = 1_000_000 }: TaskOptions): Promise<Measure> {
  const { useVirtualizer } = await import('@tanstack/react-virtual');
  const count = Number(rows);
  const columns = makeColumns(count);
  function Table(): ReactNode {
    const scroller = useRef<HTMLDivElement>(null);
    const virtual = useVirtualizer({ count, getScrollElement: () => scroller.current, estimateSize: () => ROW, overscan: 3 });
    return (
      <Scroller scroller={scroller} height={virtual.getTotalSize()}>
        {virtual.getVirtualItems().map(({ index, start }) => (
          <Row key={index} start={start} cells={columns.map((values) => String(values[index]))} />
        ))}
      </Scroller>
    );
  }
  return mounted(<Table />, count);
}

/** TanStack Table with its row model of all rows, drawn through react-virtual. */
export async function mountRowModel(_files: readonly File[], { rows = 1_000_000 }: TaskOptions): Promise<Measure> {
  const { useVirtualizer } = await import('@tanstack/react-virtual');
  type Values = readonly number[];
  const columns = makeColumns(Number(rows));
  const data: Values[] = Array.from({ length: Number(rows) }, (_, row) => columns.map((values) => values[row] ?? 0));
  const features = tableFeatures({});
  const helper = createColumnHelper<typeof features, Values>();
  const definitions = helper.columns(columns.map((_, column) => helper.accessor((values) => values[column], { id: String(column) })));
  function Table(): ReactNode {
    const scroller = useRef<HTMLDivElement>(null);
    const table = useTable({ features, columns: definitions, data });
    const model = table.getRowModel().rows;
    const virtual = useVirtualizer({
      count: model.length,
      getScrollElement: () => scroller.current,
      estimateSize: () => ROW,
      overscan: 3,
    });
    return (
      <Scroller scroller={scroller} height={virtual.getTotalSize()}>
        {virtual.getVirtualItems().map(({ index, start }) => (
          <Row key={index} start={start} cells={model[index]?.getAllCells().map((cell) => String(cell.getValue())) ?? []} />
        ))}
      </Scroller>
    );
  }
  return mounted(<Table />, Number(rows));
}

interface ScrollerProps {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly height: number;
  readonly children: ReactNode;
}

function Scroller({ scroller, height, children }: ScrollerProps): ReactNode {
  return (
    <div ref={scroller} role="grid" tabIndex={0} style={SCROLLER}>
      <div style={{ height }}>{children}</div>
    </div>
  );
}

function Row({ start, cells }: { readonly start: number; readonly cells: readonly string[] }): ReactNode {
  return (
    <div role="row" style={{ position: 'absolute', top: 0, left: 0, height: ROW, width: '100%', transform: `translateY(${start}px)` }}>
      {NAMES.map((name, column) => (
        <span key={name} role="gridcell" style={CELL}>
          {cells[column]}
        </span>
      ))}
    </div>
  );
}

async function mounted(table: ReactNode, rows: number): Promise<Measure> {
  const host = document.querySelector('#stage');
  if (!host) throw new Error('no place for the table');
  const started = performance.now();
  createRoot(host).render(table);
  while (host.querySelectorAll('[role=row]').length < VIEW / ROW) await nextFrame();
  return { ms: performance.now() - started, findings: { rows } };
}
