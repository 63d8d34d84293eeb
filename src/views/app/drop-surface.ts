/**
 * Catches files that are dragged over the window, from before the app is drawn, for as long as the page lives.
 *
 * A browser gives a drop to the element that the last dragover was told to. Where that one has left the document meanwhile (a screen that
 * gives way to another), nobody hears of the drop, and the browser opens the file itself: the app is gone. So as soon as files are over
 * the window they are over an element that never leaves.
 * https://html.spec.whatwg.org/multipage/dnd.html#drag-and-drop-processing-model
 */
import styles from './App.module.css';

export interface DropSurface {
  /** Covers the window while files are held over it. Stays in the document. */
  readonly element: HTMLElement;
  isOver(): boolean;
  subscribe(listener: () => void): () => void;
}

/** What a page hears only where nothing is dragged: a drag that ended without a word (aborted, its target gone) is over then. */
const SIGNS_OF_NO_DRAG = ['pointermove', 'pointerdown', 'keydown', 'dragend', 'visibilitychange'] as const;

/** Browsers tell a dragover many times a second. */
const LOST_MS = 2_000;

/** @param onDrop is called within the event of the drop */
export function createDropSurface(onDrop: (transfer: DataTransfer) => void): DropSurface {
  const element = document.createElement('div');
  element.className = styles.overlay ?? '';
  element.hidden = true;
  document.body.append(element);

  const listeners = new Set<() => void>();
  let entered: EventTarget | null = null;
  let lost: ReturnType<typeof setTimeout> | undefined;
  const leave = (): void => setOver(false);
  function setOver(over: boolean): void {
    clearTimeout(lost);
    if (over) lost = setTimeout(leave, LOST_MS);
    if (over !== element.hidden) return;
    element.hidden = !over;
    for (const sign of SIGNS_OF_NO_DRAG) {
      if (over) addEventListener(sign, leave, true);
      else removeEventListener(sign, leave, true);
    }
    for (const listener of listeners) listener();
  }

  const onOver = (event: DragEvent): void => {
    if (event.type === 'dragenter') entered = event.target;
    if (!event.dataTransfer || isForField(event)) return;
    event.preventDefault();
    const files = hasFiles(event.dataTransfer);
    // A link that is let go here would take the place of the app, too.
    event.dataTransfer.dropEffect = files ? 'copy' : 'none';
    if (files) setOver(true);
  };
  addEventListener('dragenter', onOver, true);
  addEventListener('dragover', onOver, true);
  // The next element is entered before the last one is left: only who leaves the window leaves what was entered last.
  addEventListener('dragleave', (event) => event.target === entered && leave(), true);
  addEventListener(
    'drop',
    (event) => {
      leave();
      if (!event.dataTransfer || isForField(event)) return;
      event.preventDefault();
      if (hasFiles(event.dataTransfer)) onDrop(event.dataTransfer);
    },
    true,
  );

  return {
    element,
    isOver: () => !element.hidden,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const hasFiles = ({ types }: DataTransfer): boolean => types.includes('Files');

/** Text that is dragged into a field. */
function isForField({ target, dataTransfer }: DragEvent): boolean {
  return target instanceof Element && target.matches('input, textarea') && !(dataTransfer && hasFiles(dataTransfer));
}
