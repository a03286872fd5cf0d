/** Keys of the whole screen. Fields and open dialogs keep their own. */
import type { Command } from '../../engine/core/protocol.ts';
import {
  addBookmark,
  clearLoop,
  makeCall,
  setLoopEnd,
  takeBackCall,
  toggleLoop,
} from '../journal/actions.ts';
import type { AppStore } from '../store/appStore.ts';
import { LOG_FILTERS, type SidePanel } from '../store/settings.ts';
import type { Mover } from './mover.ts';
import { goToEnd, jump } from './navigate.ts';

/** What a key press is made of; a KeyboardEvent fits. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

export interface ShortcutHost {
  readonly store: AppStore;
  readonly run: (command: Command) => unknown;
  readonly mover: Mover;
}

type Action = (host: ShortcutHost, press: KeyPress) => void;

function selectNeighbour(store: AppStore, step: 1 | -1): void {
  const { cards, selectedLevel, selectLevel } = store.getState();
  const index = cards.findIndex((card) => card.id === selectedLevel);
  const start = index === -1 && step === -1 ? 0 : index;
  selectLevel(cards[(start + step + cards.length) % cards.length]?.id);
}

function toggleSelected(store: AppStore): void {
  const { selectedLevel, toggleExpanded } = store.getState();
  if (selectedLevel !== undefined) toggleExpanded(selectedLevel);
}

/** While a hotzone is being placed its price can be typed instead of clicked. */
function enter(store: AppStore): void {
  const { isPlacingHotzone, setPlacingHotzone, setHotzoneForm } = store.getState();
  if (isPlacingHotzone) {
    setPlacingHotzone(false);
    setHotzoneForm(true);
  } else {
    toggleSelected(store);
  }
}

function leave(store: AppStore): void {
  const state = store.getState();
  if (state.journalTab !== undefined) state.showJournal(undefined);
  else if (state.isPlacingHotzone) state.setPlacingHotzone(false);
  else if (state.isHotzoneFormOpen) state.setHotzoneForm(false);
  else if (state.expandedLevel !== undefined) state.toggleExpanded(state.expandedLevel);
  else state.selectLevel(undefined);
}

function toggleSidePanel(store: AppStore, panel: SidePanel): void {
  const { settings, changeSettings } = store.getState();
  changeSettings({ sidePanel: settings.sidePanel === panel ? 'ladder' : panel });
}

/** Snaps that an arrow goes while Shift is held. */
const MANY_SNAPS = 10;

function step({ store, mover }: ShortcutHost, { shiftKey }: KeyPress, side: 1 | -1): void {
  if (store.getState().playback === undefined) return;
  mover.step(side * (shiftKey ? MANY_SNAPS : 1));
}

const PLAIN: Readonly<Record<string, Action>> = {
  ' ': ({ store, run }) => {
    const state = store.getState().playback?.state;
    if (state === 'playing') run({ type: 'pause' });
    if (state === 'paused') run({ type: 'play' });
    if (state === 'ended') run({ type: 'restart' });
  },
  arrowright: (host, press) => step(host, press, 1),
  arrowleft: (host, press) => step(host, press, -1),
  home: ({ store, mover }) => goToEnd(store, mover, 'first'),
  end: ({ store, mover }) => goToEnd(store, mover, 'last'),
  ']': ({ store, mover }) => jump(store, mover, 'signal', 'next'),
  '[': ({ store, mover }) => jump(store, mover, 'signal', 'previous'),
  '}': ({ store, mover }) => jump(store, mover, 'touch', 'next'),
  '{': ({ store, mover }) => jump(store, mover, 'touch', 'previous'),
  n: ({ store, mover }, { shiftKey }) =>
    jump(store, mover, 'signal', shiftKey ? 'previous' : 'next'),
  m: ({ store, mover }, { shiftKey }) =>
    jump(store, mover, 'touch', shiftKey ? 'previous' : 'next'),
  t: ({ store }) => store.getState().askForTime(),
  b: (host, { shiftKey }) => {
    if (shiftKey) addBookmark(host, true);
    else if (!makeCall(host, 'BREAK')) addBookmark(host, false);
  },
  r: (host) => void makeCall(host, 'REJECT'),
  p: (host) => void makeCall(host, 'PASS'),
  u: (host) => takeBackCall(host),
  j: ({ store }) => {
    const { journalTab, showJournal } = store.getState();
    showJournal(journalTab === undefined ? 'bookmarks' : undefined);
  },
  '(': (host) => setLoopEnd(host, 'from'),
  ')': (host) => setLoopEnd(host, 'to'),
  l: (host, { shiftKey }) => (shiftKey ? clearLoop(host) : toggleLoop(host)),
  arrowup: ({ store }) => selectNeighbour(store, -1),
  arrowdown: ({ store }) => selectNeighbour(store, 1),
  enter: ({ store }) => enter(store),
  h: ({ store }) => {
    const { isPlacingHotzone, setPlacingHotzone } = store.getState();
    setPlacingHotzone(!isPlacingHotzone);
  },
  f: ({ store }) => store.getState().setFollowing(!store.getState().isFollowing),
  c: ({ store }) => store.getState().centreLadder(),
  g: ({ store }) => toggleSidePanel(store, 'fuel'),
  s: ({ store }) => toggleSidePanel(store, 'tape'),
  o: ({ store }) => store.getState().showDialog('open'),
  '?': ({ store }) => store.getState().showDialog('help'),
  escape: ({ store }) => leave(store),
};

function actionOf(press: KeyPress): Action | undefined {
  const key = press.key.toLowerCase();
  if (press.altKey) return undefined;
  if (press.ctrlKey || press.metaKey) {
    if (key === 'y' || (key === 'z' && press.shiftKey)) return ({ run }) => run({ type: 'redo' });
    return key === 'z' ? ({ run }) => run({ type: 'undo' }) : undefined;
  }
  const filter = LOG_FILTERS[Number(key) - 1];
  if (filter !== undefined)
    return ({ store }) => store.getState().changeSettings({ logFilter: filter });
  return PLAIN[key];
}

/** Does what the key stands for. Returns whether it stands for anything. */
export function pressKey(press: KeyPress, host: ShortcutHost): boolean {
  const action = actionOf(press);
  action?.(host, press);
  return action !== undefined;
}

const TEXT_FIELDS = 'input:not([type=radio], [type=checkbox]), textarea, select, dialog *';

const isOwnKey = (key: string): boolean =>
  key === ' ' || key === 'Enter' || key.startsWith('Arrow');

/**
 * Whether the element that has the focus uses this key itself: text fields always, other controls
 * when they were reached with Tab. After a click the screen's keys win, so that Space does not
 * press the last button again.
 */
function belongsToFocus(target: EventTarget | null, key: string, cameByTab: boolean): boolean {
  if (!(target instanceof Element)) return false;
  if (target.matches(TEXT_FIELDS)) return true;
  return cameByTab && isOwnKey(key) && target.matches('button, input, a');
}

/** Listens until the returned function is called. */
export function listenForShortcuts(home: Window, host: ShortcutHost): () => void {
  let cameByTab = false;
  const onPointer = (): void => {
    cameByTab = false;
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Tab') cameByTab = true;
    if (event.defaultPrevented || host.store.getState().dialog !== undefined) return;
    const isPlaced = event.key === 'Enter' && host.store.getState().isPlacingHotzone;
    if (!isPlaced && belongsToFocus(event.target, event.key, cameByTab)) return;
    if (pressKey(event, host)) event.preventDefault();
  };
  home.addEventListener('keydown', onKey);
  home.addEventListener('pointerdown', onPointer, { capture: true });
  return () => {
    home.removeEventListener('keydown', onKey);
    home.removeEventListener('pointerdown', onPointer, { capture: true });
  };
}
