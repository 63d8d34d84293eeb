/** Folder and file pickers. The hidden inputs are in the page at all times, for browsers without the newer pickers and for scripts. */
import { isAbort } from '../../base/abort.ts';
import type { App } from '../../state/app.ts';

export const FOLDER_INPUT = 'pick-folder';
export const FILES_INPUT = 'pick-files';

/** Not yet in TypeScript's DOM types. https://wicg.github.io/file-system-access/ */
interface PickerWindow {
  showDirectoryPicker?(options: { mode: 'read' }): Promise<FileSystemDirectoryHandle>;
}

/** A picker that gives handles lists faster, and the folder can be reopened later. */
export async function pickFolder(app: App): Promise<void> {
  const picker = (window as PickerWindow).showDirectoryPicker;
  if (!picker) {
    document.getElementById(FOLDER_INPUT)?.click();
    return;
  }
  try {
    const handle = await picker.call(window, { mode: 'read' });
    await app.open({ kind: 'handles', handles: [handle] });
  } catch (error) {
    // Closing the dialog is not an error; a browser that refuses (policy, frame) still has the input.
    if (isAbort(error)) return;
    document.getElementById(FOLDER_INPUT)?.click();
  }
}

export function pickFiles(_app: App): void {
  document.getElementById(FILES_INPUT)?.click();
}
