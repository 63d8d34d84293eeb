/** Everything a person can do, once: the palette lists it, the keyboard runs it, the shortcuts dialog explains it. */
import type { MessageKey } from '../../i18n/en.ts';
import type { App } from '../../state/app.ts';
import { currentDataset, type AppState } from '../../state/store.ts';
import { EMPTY_QUERY } from '../../table/query.ts';
import { copySelectedPaths } from './copy-paths.ts';
import { MEDIA_ROOT } from './media-root.ts';
import { pickFiles, pickFolder } from './pick.ts';

export type CommandGroup = 'file' | 'view' | 'move' | 'picture' | 'text' | 'select';

export interface Command {
  readonly id: MessageKey;
  readonly group: CommandGroup;
  /** As `KeyboardEvent.key`, with `mod+` for Ctrl or Cmd. Letters act only outside of text fields. */
  readonly keys: readonly string[];
  /** Absent: always possible. */
  when?(state: AppState): boolean;
  run(app: App): void;
}

const open = (state: AppState): boolean => currentDataset(state) !== undefined;
const visual = (state: AppState): boolean => currentDataset(state)?.visual === true;
const text = (state: AppState): boolean => (currentDataset(state)?.measures.length ?? 0) > 0;
const sample = (state: AppState): boolean => state.detail !== undefined;
const record = (state: AppState): boolean => state.detail?.record !== undefined;
/** A sample that is read, not looked at. */
const readable = (state: AppState): boolean => sample(state) && !visual(state);
const chat = (state: AppState): boolean => state.detail?.record?.form.kind === 'chat';
const picture = (state: AppState): boolean => sample(state) && visual(state);

/** The viewer listens for these on the window: the picture is not state. */
export const PICTURE_EVENT = 'picture-command';
export type PictureCommand = 'fit' | 'actual' | 'zoomObject' | 'zoomIn' | 'zoomOut';
const tellPicture = (command: PictureCommand): void => {
  dispatchEvent(new CustomEvent<PictureCommand>(PICTURE_EVENT, { detail: command }));
};

/** What goes from match to match listens for these: where a person stands is not state. */
export const MATCH_EVENT = 'match-command';
export type MatchCommand = 'next' | 'previous';
export const tellMatches = (command: MatchCommand): void => {
  dispatchEvent(new CustomEvent<MatchCommand>(MATCH_EVENT, { detail: command }));
};

/** A list of turns listens for these. */
export const TURN_EVENT = 'turn-command';
export type TurnCommand = 'next' | 'previous';
const tellTurns = (command: TurnCommand): void => {
  dispatchEvent(new CustomEvent<TurnCommand>(TURN_EVENT, { detail: command }));
};

const toggleDisplay = (key: 'boxes' | 'masks' | 'keypoints' | 'names') => (app: App) =>
  app.display({ [key]: !app.store.getState().settings.display[key] });

export const COMMANDS: readonly Command[] = [
  { id: 'command.openFolder', group: 'file', keys: ['o'], run: (app) => void pickFolder(app) },
  { id: 'command.openFiles', group: 'file', keys: ['shift+O'], run: (app) => pickFiles(app) },
  { id: 'command.closeDataset', group: 'file', keys: [], when: open, run: (app) => void app.close(app.store.getState().current) },
  { id: 'command.forgetKept', group: 'file', keys: [], run: (app) => void app.forgetKept() },
  { id: 'command.palette', group: 'view', keys: ['mod+k'], run: (app) => app.set({ dialog: 'palette' }) },
  { id: 'command.shortcuts', group: 'view', keys: ['?'], run: (app) => app.set({ dialog: 'shortcuts' }) },
  { id: 'command.focusQuery', group: 'view', keys: ['/'], when: open, run: () => document.getElementById('query')?.focus() },
  {
    id: 'command.clearQuery',
    group: 'view',
    keys: ['Backspace'],
    when: (s) => open(s) && s.query.clauses.length > 0,
    run: (app) => app.setQuery(EMPTY_QUERY),
  },
  { id: 'command.table', group: 'view', keys: ['t'], when: open, run: (app) => app.setView('table') },
  { id: 'command.gallery', group: 'view', keys: ['g'], when: visual, run: (app) => app.setView('gallery') },
  {
    id: 'command.profile',
    group: 'view',
    keys: ['v'],
    when: (s) => visual(s) || text(s),
    run: (app) => app.setView(app.store.getState().view === 'profile' ? 'table' : 'profile'),
  },
  { id: 'command.problems', group: 'view', keys: ['p'], when: open, run: (app) => app.toggleProblems() },
  {
    id: 'command.facets',
    group: 'view',
    keys: ['['],
    when: open,
    run: (app) => app.setting({ facetsOpen: !app.store.getState().settings.facetsOpen }),
  },
  {
    id: 'command.inspector',
    group: 'view',
    keys: [']'],
    when: open,
    run: (app) => app.setting({ inspectorOpen: !app.store.getState().settings.inspectorOpen }),
  },
  { id: 'command.theme', group: 'view', keys: ['d'], run: (app) => app.setting({ theme: isDark() ? 'light' : 'dark' }) },
  {
    id: 'command.language',
    group: 'view',
    keys: ['l'],
    run: (app) => app.setting({ language: document.documentElement.lang === 'zh-CN' ? 'en' : 'zh' }),
  },
  {
    id: 'command.mediaRoot',
    group: 'text',
    keys: [],
    when: () => document.getElementById(MEDIA_ROOT) !== null,
    run: () => document.getElementById(MEDIA_ROOT)?.focus(),
  },
  { id: 'command.next', group: 'move', keys: ['ArrowDown', 'ArrowRight', 'j'], when: open, run: (app) => app.move(1) },
  { id: 'command.previous', group: 'move', keys: ['ArrowUp', 'ArrowLeft', 'k'], when: open, run: (app) => app.move(-1) },
  { id: 'command.first', group: 'move', keys: ['Home'], when: open, run: (app) => app.selectAt(0) },
  { id: 'command.last', group: 'move', keys: ['End'], when: open, run: (app) => app.selectAt(Number.MAX_SAFE_INTEGER) },
  { id: 'command.goTo', group: 'move', keys: ['mod+g'], when: open, run: (app) => app.set({ dialog: 'goTo' }) },
  { id: 'command.nextMatch', group: 'text', keys: ['n', 'F3'], when: readable, run: () => tellMatches('next') },
  { id: 'command.previousMatch', group: 'text', keys: ['shift+N', 'shift+F3'], when: readable, run: () => tellMatches('previous') },
  { id: 'command.fit', group: 'picture', keys: ['f'], when: picture, run: () => tellPicture('fit') },
  { id: 'command.actual', group: 'picture', keys: ['1'], when: picture, run: () => tellPicture('actual') },
  { id: 'command.zoomObject', group: 'picture', keys: ['z'], when: picture, run: () => tellPicture('zoomObject') },
  { id: 'command.zoomIn', group: 'picture', keys: ['+', '='], when: picture, run: () => tellPicture('zoomIn') },
  { id: 'command.zoomOut', group: 'picture', keys: ['-'], when: picture, run: () => tellPicture('zoomOut') },
  { id: 'command.boxes', group: 'picture', keys: ['b'], when: visual, run: toggleDisplay('boxes') },
  { id: 'command.masks', group: 'picture', keys: ['m'], when: visual, run: toggleDisplay('masks') },
  { id: 'command.keypoints', group: 'picture', keys: ['s'], when: visual, run: toggleDisplay('keypoints') },
  { id: 'command.names', group: 'picture', keys: ['n'], when: visual, run: toggleDisplay('names') },
  {
    id: 'command.raw',
    group: 'picture',
    keys: ['r'],
    when: sample,
    run: (app) => app.set({ inspectorTab: app.store.getState().inspectorTab === 'raw' ? 'labels' : 'raw' }),
  },
  {
    id: 'command.textPlain',
    group: 'text',
    keys: ['x'],
    when: record,
    run: (app) => app.setting({ textPlain: !app.store.getState().settings.textPlain }),
  },
  {
    id: 'command.textUnfold',
    group: 'text',
    keys: ['e'],
    when: record,
    run: (app) => app.setting({ textUnfolded: !app.store.getState().settings.textUnfolded }),
  },
  {
    id: 'command.textOutline',
    group: 'text',
    keys: ['u'],
    when: chat,
    run: (app) => app.setting({ textOutline: !app.store.getState().settings.textOutline }),
  },
  { id: 'command.nextTurn', group: 'text', keys: ['shift+J'], when: record, run: () => tellTurns('next') },
  { id: 'command.previousTurn', group: 'text', keys: ['shift+K'], when: record, run: () => tellTurns('previous') },
  { id: 'command.selectAll', group: 'select', keys: ['mod+a'], when: open, run: (app) => app.selectAll() },
  { id: 'command.copyPaths', group: 'select', keys: ['mod+c'], when: open, run: (app) => void copySelectedPaths(app) },
  { id: 'command.escape', group: 'select', keys: ['Escape'], when: open, run: escape },
];

function escape(app: App): void {
  const { problemsOpen, selectedAnnotation } = app.store.getState();
  // What lies over the samples first.
  if (problemsOpen) app.toggleProblems(false);
  else if (selectedAnnotation !== undefined) app.selectAnnotation(undefined);
  else app.clearSelection();
}

function isDark(): boolean {
  return document.documentElement.dataset['theme'] === 'dark';
}

/** Name of a pressed key as `keys` writes it. */
export function keyName(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>): string {
  const isNamed = /^([A-Z]|F\d+)$/.test(event.key);
  const shift = event.shiftKey && isNamed ? 'shift+' : '';
  return (event.ctrlKey || event.metaKey ? 'mod+' : '') + (event.altKey ? 'alt+' : '') + shift + event.key;
}
