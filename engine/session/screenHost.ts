import { basename } from 'node:path';
import { assertNever, BreakwaterError, toProblem, type Problem } from '../core/errors.ts';
import type { HotzoneEvent } from '../core/events.ts';
import { DEFAULT_PROFILE, findProfile } from '../core/profiles.ts';
import type {
  Command,
  HostEvent,
  HotzonesEvent,
  PlaybackState,
  Request,
  SessionState,
  Speed,
} from '../core/protocol.ts';
import type { ClientPort } from './clientPort.ts';
import {
  addHotzone,
  editHotzone,
  redoHotzone,
  removeHotzone,
  undoHotzone,
  type HotzoneBook,
  type HotzoneStep,
} from './hotzoneBook.ts';
import { newHotzoneId } from './hotzoneKeeper.ts';
import { closeRun, damageOf, loadRun, sessionStateOf, type LoadedRun } from './loadedRun.ts';
import type { OpenRequest } from './open.ts';
import { readRequest, refusal } from './requests.ts';
import type { Scheduler } from './scheduler.ts';
import { ScreenClient } from './screenClient.ts';

/** While playing, screens hear of position and speed this often; real time. */
const PLAYBACK_INTERVAL_MS = 250;

export interface ScreenHostOptions {
  /** Where hotzones are kept. */
  readonly dataFolder: string;
  /** The demo session's folder. */
  readonly demoFolder: string;
  readonly scheduler: Scheduler;
  /**
   * Makes a path that a screen asks for real, or refuses it.
   * @throws BreakwaterError when it may not be opened
   */
  readonly resolvePath: (requested: string) => Promise<string>;
}

/** Hotzone commands and the edits they stand for. */
type HotzoneCommand = Extract<
  Command,
  { type: 'add_hotzone' | 'edit_hotzone' | 'remove_hotzone' | 'undo' | 'redo' }
>;

function hotzoneStep(command: HotzoneCommand, book: HotzoneBook): HotzoneStep {
  switch (command.type) {
    case 'add_hotzone': {
      const { price, label, strong } = command;
      return addHotzone(book, { id: newHotzoneId(), price, label, strong });
    }
    case 'edit_hotzone':
      return editHotzone(book, command.id, command);
    case 'remove_hotzone':
      return removeHotzone(book, command.id);
    case 'undo':
      return undoHotzone(book);
    case 'redo':
      return redoHotzone(book);
    default:
      return assertNever(command);
  }
}

/**
 * Serves every screen of one engine: one run at a time, shared by all of them. Any screen may
 * command, all follow; screens come and go without disturbing the run.
 */
export class ScreenHost {
  readonly #options: ScreenHostOptions;
  readonly #clients = new Set<ScreenClient>();
  #loaded: LoadedRun | undefined;
  /** Names what is being opened; undefined when nothing is. */
  #opening: string | undefined;
  #openAttempts = 0;
  #problem: Problem | null = null;
  #failedName = '';
  #speed: Speed = 1;
  #isAtSnap = true;
  #knownDamages = 0;
  #playbackSentMs = Number.NEGATIVE_INFINITY;
  /** A session opened before any screen is there begins when the first one comes. */
  #playsOnArrival = false;

  constructor(options: ScreenHostOptions) {
    this.#options = options;
  }

  /** Takes on one more screen: tells it everything so far, then keeps it up to date. */
  connect(port: ClientPort): void {
    const client = new ScreenClient(port);
    port.on('message', (message) => this.#receive(client, message));
    port.on('close', () => this.#clients.delete(client));
    this.#clients.add(client);
    port.postMessage({ type: 'session', session: this.#sessionState });
    const loaded = this.#loaded;
    if (loaded === undefined) return;
    this.#introduce(client, loaded);
    if (this.#playsOnArrival) {
      this.#playsOnArrival = false;
      loaded.player.play();
    }
  }

  /**
   * Opens what the person named outside the screen (command line, native dialog) and plays it; a
   * failure shows on every screen.
   */
  async openForUser(request: OpenRequest): Promise<void> {
    try {
      await this.#open(request);
    } catch (error) {
      this.#problem = toProblem(error);
      this.#broadcastSession();
    }
  }

  /** As {@link openForUser}, for the session that comes with the app. */
  openDemoForUser(): Promise<void> {
    return this.openForUser({ paths: [this.#options.demoFolder] });
  }

  /** Closes the run and every screen's channel. */
  async close(): Promise<void> {
    const loaded = this.#loaded;
    this.#loaded = undefined;
    if (loaded !== undefined) await closeRun(loaded);
    for (const client of this.#clients) client.port.close();
  }

  // What comes in.

  #receive(client: ScreenClient, message: unknown): void {
    const read = readRequest(message);
    if (read.ok) void this.#answer(client, read.request);
    else if (read.id === undefined) client.port.close();
    else client.port.postMessage(refusal(read.id, read.problem));
  }

  async #answer(client: ScreenClient, { id, command }: Request): Promise<void> {
    try {
      await this.#obey(client, command);
      client.port.postMessage({ type: 'reply', id, ok: true });
    } catch (error) {
      client.port.postMessage(refusal(id, toProblem(error)));
    }
  }

  async #obey(client: ScreenClient, command: Command): Promise<void> {
    switch (command.type) {
      case 'open': {
        const paths = await Promise.all(command.paths.map(this.#options.resolvePath));
        return this.#open({ ...command, paths });
      }
      case 'open_demo':
        return this.#open({ paths: [this.#options.demoFolder] });
      case 'restart':
        return this.#restart();
      case 'play':
        return this.#play();
      case 'pause':
        return this.#needRun().player.pause();
      case 'step':
        return this.#needRun().player.step(command.snaps);
      case 'set_speed':
        return this.#setSpeed(command.speed);
      case 'frame_drawn':
        return this.#frameDrawn(client);
      case 'add_hotzone':
      case 'edit_hotzone':
      case 'remove_hotzone':
      case 'undo':
      case 'redo':
        return this.#editHotzones(command);
      default:
        return assertNever(command);
    }
  }

  #needRun(): LoadedRun {
    if (this.#loaded !== undefined) return this.#loaded;
    throw new BreakwaterError('usage', 'No session is open.', {
      remedy: 'Open a session folder, or the demo.',
    });
  }

  #play(): void {
    const { player } = this.#needRun();
    if (player.state === 'ended') {
      throw new BreakwaterError('usage', 'The session has been played to its end.', {
        remedy: 'Restart it.',
      });
    }
    player.play();
  }

  #setSpeed(speed: Speed): void {
    this.#speed = speed;
    if (this.#loaded !== undefined) this.#loaded.player.setSpeed(speed);
    else this.#broadcastPlayback();
  }

  #frameDrawn(client: ScreenClient): void {
    client.frameDrawn();
    this.#offerFrames([client]);
  }

  // Opening.

  /** Opens beside the present run, which plays on until the new one stands ready. */
  async #open(request: OpenRequest): Promise<void> {
    const attempt = ++this.#openAttempts;
    this.#opening = basename(request.paths[0] ?? '');
    this.#broadcastSession();
    try {
      const loaded = await this.#load(request, undefined);
      if (attempt !== this.#openAttempts) {
        await closeRun(loaded);
        throw new BreakwaterError('usage', 'Another session was opened in the meantime.');
      }
      await this.#take(loaded);
      this.#start(loaded, true);
    } catch (error) {
      this.#failedName = basename(request.paths[0] ?? '');
      if (this.#loaded === undefined) this.#problem = toProblem(error);
      throw error;
    } finally {
      if (attempt === this.#openAttempts) this.#opening = undefined;
      this.#broadcastSession();
    }
  }

  /** The same session from its beginning: hotzones made since are there from the start. */
  async #restart(): Promise<void> {
    const { request, stamp, player } = this.#needRun();
    const attempt = ++this.#openAttempts;
    const plays = player.state !== 'paused';
    const loaded = await this.#load(request, stamp);
    if (attempt !== this.#openAttempts) {
      await closeRun(loaded);
      return;
    }
    await this.#take(loaded);
    this.#start(loaded, plays);
    this.#broadcastSession();
  }

  #load(request: OpenRequest, restarted: LoadedRun['stamp'] | undefined): Promise<LoadedRun> {
    return loadRun({
      request,
      restarted,
      speed: this.#speed,
      dataFolder: this.#options.dataFolder,
      scheduler: this.#options.scheduler,
      onSlice: (isAtSnap) => this.#afterSlice(isAtSnap),
      onChange: () => this.#broadcastPlayback(),
      onError: (error) => {
        this.#problem = toProblem(error);
        this.#broadcastSession();
      },
    });
  }

  /** Puts a new run in the place of the present one. */
  async #take(loaded: LoadedRun): Promise<void> {
    const before = this.#loaded;
    if (before !== undefined) await closeRun(before);
    this.#loaded = loaded;
    this.#problem = null;
    this.#knownDamages = 0;
    this.#isAtSnap = true;
    this.#broadcastSession();
    for (const client of this.#clients) this.#introduce(client, loaded);
  }

  /** Plays, or shows the first picture and waits. */
  #start({ player }: LoadedRun, plays: boolean): void {
    if (plays && this.#clients.size > 0) player.play();
    else player.step(1);
    this.#playsOnArrival = plays && this.#clients.size === 0;
  }

  // Hotzones.

  async #editHotzones(command: HotzoneCommand): Promise<void> {
    const loaded = this.#needRun();
    const event = await loaded.hotzones.edit((book) => hotzoneStep(command, book));
    loaded.run.applyHotzone(event);
    this.#logHotzone(loaded, event);
    if (loaded === this.#loaded) this.#broadcast(loaded.hotzones.state);
  }

  #logHotzone({ record }: LoadedRun, { action, id, price, label }: HotzoneEvent): void {
    const ts = record.positionMs;
    if (ts === undefined) return;
    const words = { add: 'ADDED', move: 'CHANGED', remove: 'REMOVED' };
    const name = label === '' ? 'Hotzone' : `Hotzone "${label}"`;
    record.note({
      ts,
      kind: 'hotzone',
      level: `HOTZONE_${id}`,
      price,
      value: words[action],
      direction: null,
      score: null,
      text: `${name} ${words[action].toLowerCase()} at ${price.toFixed(2)}`,
    });
    this.#offerFrames(this.#clients);
  }

  // What goes out.

  #afterSlice(isAtSnap: boolean): void {
    this.#isAtSnap = isAtSnap;
    const loaded = this.#loaded;
    if (loaded === undefined) return;
    this.#offerFrames(this.#clients);
    if (loaded.run.damages.length !== this.#knownDamages) {
      this.#knownDamages = loaded.run.damages.length;
      this.#broadcastSession();
    }
    const nowMs = this.#options.scheduler.nowMs();
    if (nowMs - this.#playbackSentMs >= PLAYBACK_INTERVAL_MS) this.#broadcastPlayback();
  }

  /** Pictures are taken only for screens that wait for one, and only while the run is at a snap. */
  #offerFrames(clients: Iterable<ScreenClient>): void {
    const loaded = this.#loaded;
    if (loaded === undefined || !this.#isAtSnap) return;
    for (const client of clients) {
      if (!client.isReady) continue;
      loaded.record.takePicture();
      client.offerFrame(loaded.stamp, loaded.record);
    }
  }

  #introduce(client: ScreenClient, loaded: LoadedRun): void {
    const { port } = client;
    port.postMessage(this.#playbackEvent);
    port.postMessage(loaded.hotzones.state);
    client.sendHistory(loaded.stamp, loaded.record);
    this.#offerFrames([client]);
  }

  get #playbackEvent(): HostEvent {
    const loaded = this.#loaded;
    const playback: PlaybackState = loaded?.player.playback ?? {
      state: 'paused',
      speed: this.#speed,
      achieved_speed: null,
      position_ts: null,
      progress: 0,
    };
    const stamp = loaded?.stamp ?? { session_id: '', seek_epoch: 0 };
    return { type: 'playback', ...stamp, playback };
  }

  get #sessionState(): SessionState {
    const loaded = this.#loaded;
    if (loaded !== undefined) {
      const state = sessionStateOf(loaded, this.#problem ?? damageOf(loaded));
      return this.#opening === undefined ? state : { ...state, phase: 'opening' };
    }
    const { config, underlying } = findProfile(DEFAULT_PROFILE);
    const failed = this.#problem === null ? 'empty' : 'failed';
    return {
      session_id: '',
      seek_epoch: 0,
      phase: this.#opening === undefined ? failed : 'opening',
      name: this.#opening ?? this.#failedName,
      origin: 'files',
      profile: DEFAULT_PROFILE,
      underlying,
      instrument: '',
      config,
      sources: [],
      ignored: [],
      first_ts: null,
      warnings: [],
      problem: this.#problem,
    };
  }

  #broadcastSession(): void {
    this.#broadcast({ type: 'session', session: this.#sessionState });
  }

  #broadcastPlayback(): void {
    this.#playbackSentMs = this.#options.scheduler.nowMs();
    this.#broadcast(this.#playbackEvent);
  }

  #broadcast(event: HostEvent | HotzonesEvent): void {
    for (const client of this.#clients) client.port.postMessage(event);
  }
}
