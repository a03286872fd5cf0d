import { assertNever, BreakwaterError, toProblem } from '../core/errors.ts';
import type { JournalCommand } from '../core/journal.ts';
import type { Command, HostEvent, Request, Speed } from '../core/protocol.ts';
import type { EngineRecovery } from '../core/recovery.ts';
import { Audience } from './audience.ts';
import type { ClientPort } from './clientPort.ts';
import {
  isChangeCommand,
  isClientCommand,
  isComparisonCommand,
  type ChangeCommand,
  type ClientCommand,
  type ComparisonCommand,
} from './commandGroups.ts';
import { hotzoneStep, isHotzoneCommand, type HotzoneCommand } from './hotzoneCommands.ts';
import { isJournalCommand, journalStep } from './journalCommands.ts';
import { loadRun, type LoadedRun, type RunHeritage } from './loadedRun.ts';
import type { OpenRequest } from './open.ts';
import { PlayLoop } from './playLoop.ts';
import { readRequest, refusal } from './requests.ts';
import { nameOf, RunSlot } from './runSlot.ts';
import { standingOf, type Resumption, type RunStanding } from './runStanding.ts';
import type { Scheduler } from './scheduler.ts';
import type { ScreenClient } from './screenClient.ts';
import { withEdit } from './sessionZones.ts';

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
  /** Told where the run stands, so that another engine could go on from there. */
  readonly onStanding?: (standing: RunStanding) => void;
}

/** How the next run begins. */
interface Beginning {
  /** Whether it plays at once, or shows its first picture and waits. */
  readonly plays: boolean;
  /** Unix ms to go to at once; undefined for its first snap. */
  readonly ts?: number | undefined;
}

/**
 * Serves every screen of one engine: one run at a time, shared by all of them. Any screen may
 * command, all follow; screens come and go without disturbing the run.
 */
export class ScreenHost {
  readonly #options: ScreenHostOptions;
  readonly #audience: Audience;
  readonly #slot: RunSlot;
  #speed: Speed = 1;
  /** Whether the run stands exactly at its last snap: only then is there a picture to take. */
  #isAtSnap = true;
  /** Those who wait for the run to stand at a snap. */
  readonly #waiting: (() => void)[] = [];
  /** Damages and kinds of oddities that screens know of; at the end they hear the final counts. */
  #knownNotices = 0;
  #knowsFinalCounts = false;
  #playbackSentMs = Number.NEGATIVE_INFINITY;
  #next: Beginning = { plays: true };
  /** A session opened before any screen is there begins when the first one comes. */
  #playsOnArrival = false;
  #recovery: EngineRecovery | null = null;

  constructor(options: ScreenHostOptions) {
    this.#options = options;
    this.#audience = new Audience(options.scheduler);
    this.#slot = new RunSlot({
      load: (request, heritage) => this.#load(request, heritage),
      onState: () => this.#broadcastSession(),
      onRun: (loaded) => this.#begin(loaded),
    });
  }

  /** Takes on one more screen: tells it everything so far, then keeps it up to date. */
  connect(port: ClientPort): void {
    const client = this.#audience.join(port, (from, message) => this.#receive(from, message));
    port.postMessage(this.#sessionEvent);
    const { loaded } = this.#slot;
    if (loaded === undefined) return;
    this.#audience.introduce(client, loaded, this.#playbackEvent);
    if (!this.#playsOnArrival) return;
    this.#playsOnArrival = false;
    loaded.player.play();
  }

  /**
   * Opens what the person named outside the screen (command line, native dialog) and plays it; a
   * failure shows on every screen.
   */
  async openForUser(request: OpenRequest): Promise<void> {
    try {
      await this.#open(request);
    } catch (error) {
      this.#slot.report(error);
    }
  }

  /** As {@link openForUser}, for the session that comes with the app. */
  openDemoForUser(): Promise<void> {
    return this.openForUser({ paths: [this.#options.demoFolder] });
  }

  /** Takes the place of an engine that died: goes on where its run stood, as far as that may be. */
  async resume(resumption: Resumption): Promise<void> {
    if (resumption.kind === 'nothing') {
      const { request, crashes, reason } = resumption;
      this.#slot.fail(request === undefined ? '' : nameOf(request), engineDied(crashes, reason));
      return;
    }
    const { standing, recovery } = resumption;
    const { request, stamp, survey, positionMs: ts, speed, comparison, zones } = standing;
    this.#recovery = recovery;
    this.#speed = speed;
    this.#next = { plays: standing.isPlaying && recovery.deed === 'resumed', ts };
    const loop = new PlayLoop();
    loop.set(standing.loop);
    try {
      await this.#slot.open(request, { stamp, survey, loop, zones, comparison: undefined });
      if (comparison !== undefined) await this.#compare(comparison);
    } catch (error) {
      this.#slot.report(error);
    }
  }

  /** Closes the run and every screen's channel. */
  async close(): Promise<void> {
    await this.#slot.close();
    this.#settleWaiting();
    this.#audience.close();
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
    if (isHotzoneCommand(command)) return this.#editHotzones(command);
    if (isJournalCommand(command)) return this.#writeJournal(command);
    if (isComparisonCommand(command)) return this.#compare(command);
    if (isClientCommand(command)) return this.#serve(client, command);
    if (isChangeCommand(command)) return this.#change(command);
    switch (command.type) {
      case 'open':
        return this.#openAsked(command);
      case 'open_demo':
        return this.#open({ paths: [this.#options.demoFolder] });
      case 'restart':
        return this.#restart();
      case 'play':
        return this.#play();
      case 'pause':
        return this.#slot.need().player.pause();
      case 'step':
        return this.#step(command.snaps);
      case 'seek':
        return this.#seek(command.ts);
      case 'set_speed':
        return this.#setSpeed(command.speed);
      case 'set_loop':
        return this.#setLoop(command);
      default:
        return assertNever(command);
    }
  }

  async #compare(command: ComparisonCommand): Promise<void> {
    const { comparison, zones } = this.#slot.need();
    if (command.type === 'compare_stop') return comparison.stop();
    return comparison.start(command, zones);
  }

  async #openAsked({ paths, profile, symbol }: Extract<Command, { type: 'open' }>): Promise<void> {
    return this.#open({
      paths: await Promise.all(paths.map(this.#options.resolvePath)),
      ...(profile === undefined ? {} : { profile }),
      ...(symbol === undefined ? {} : { symbol }),
    });
  }

  #open(request: OpenRequest): Promise<void> {
    this.#next = { plays: true };
    this.#recovery = null;
    return this.#slot.open(request);
  }

  /** Hotzones made since are there from the start. */
  #restart(): Promise<void> {
    this.#next = { plays: this.#slot.need().player.state !== 'paused' };
    return this.#slot.restart();
  }

  /** From the start on everything may be otherwise; the playhead goes back to where it is. */
  async #change(command: ChangeCommand): Promise<void> {
    const { request, player, record, seeker } = this.#slot.need();
    const plays =
      player.state === 'playing' || (command.type === 'follow' && player.state === 'ended');
    this.#next = { plays, ts: seeker.wantedTs ?? record.positionMs };
    const change =
      command.type === 'follow' ? { follows: command.is_on } : { changes: command.overrides };
    await this.#slot.change({ ...request, ...change });
    const loaded = this.#slot.need();
    void loaded.comparison.rebase(loaded.request, loaded.zones);
  }

  async #seek(ts: number): Promise<void> {
    const loaded = this.#slot.need();
    this.#isAtSnap = false;
    const arrival = loaded.seeker.seek(ts, () => this.#arrive(loaded));
    this.#broadcastPlayback();
    await arrival;
  }

  /** The playhead stands elsewhere: screens are told its past as it is there. */
  #arrive(loaded: LoadedRun): void {
    const { session_id, seek_epoch } = loaded.stamp;
    loaded.stamp = { session_id, seek_epoch: seek_epoch + 1 };
    loaded.loop.standAt(loaded.record.positionMs);
    const hasSettled = loaded.journal.settle(undefined);
    if (loaded !== this.#slot.loaded) return;
    this.#isAtSnap = true;
    if (loaded.following !== undefined) loaded.record.takePicture();
    this.#settleWaiting();
    this.#broadcastSession();
    this.#audience.sendHistory(loaded);
    if (hasSettled) this.#broadcastJournal(loaded);
    this.#offerFrames();
  }

  /** Backwards is a seek to the snap that many before. */
  async #step(snaps: number): Promise<void> {
    const { player, record, seeker, opened } = this.#slot.need();
    if (snaps >= 0) {
      player.step(snaps);
      return;
    }
    player.pause();
    // Pressed again before it stands there: that place counts, not where it passes by.
    const { wantedTs } = seeker;
    const [ts] =
      wantedTs === undefined
        ? record.trail.slice(Math.max(0, record.sequence + snaps), 1).ts
        : [wantedTs + snaps * opened.config.SNAP_INTERVAL_MS];
    if (ts !== undefined) await this.#seek(ts);
  }

  #play(): void {
    const { player } = this.#slot.need();
    if (player.state === 'ended') {
      throw new BreakwaterError('usage', 'The session has been played to its end.', {
        remedy: 'Restart it.',
      });
    }
    player.play();
  }

  #setSpeed(speed: Speed): void {
    this.#speed = speed;
    const { loaded } = this.#slot;
    if (loaded === undefined) this.#broadcastPlayback();
    else loaded.player.setSpeed(speed);
  }

  /** Between two snaps there is nothing to explain: the next one is waited for. */
  async #explain(
    client: ScreenClient,
    { level, records }: Extract<Command, { type: 'explain' }>,
  ): Promise<void> {
    // At the end of what is written the next snap may be long in coming: that is said instead.
    if (!this.#slot.need().player.isWaiting) await this.#standAtSnap();
    const { run, record, stamp } = this.#slot.need();
    const { lastPayload: payload, sequence } = record;
    const found = payload === undefined ? undefined : run.explain(payload, level, { records });
    const explanation = found ?? null;
    client.port.postMessage({ type: 'explanation', ...stamp, sequence, level, explanation });
  }

  async #standAtSnap(): Promise<void> {
    const { loaded } = this.#slot;
    const lastTs = loaded?.record.positionMs;
    // The next snap may be long in coming: the last one will do.
    if (loaded?.player.isWaiting === true && lastTs !== undefined) await this.#seek(lastTs);
    if (!this.#isAtSnap) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** The run stands at a snap again, or will not any more. */
  #settleWaiting(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** What one screen asks for itself alone. */
  async #serve(client: ScreenClient, command: ClientCommand): Promise<void> {
    if (command.type === 'explain') return this.#explain(client, command);
    if (command.type === 'frame_drawn') client.frameDrawn();
    else client.gamma.set(command.wanted);
    this.#offerFrames([client]);
  }

  async #editHotzones(command: HotzoneCommand): Promise<void> {
    const loaded = this.#slot.need();
    const event = await loaded.hotzones.edit((book) => hotzoneStep(command, book));
    this.#audience.tell(loaded.hotzones.state);
    await this.#standAtSnap();
    // The run that has come in its place has the zone from the start.
    if (loaded !== this.#slot.loaded) return;
    const { run, record, surveyor, comparison } = loaded;
    const ts = record.positionMs ?? run.firstEventMs;
    loaded.zones = withEdit(loaded.zones, ts, event);
    run.editZone({ ts, event }, loaded.zones);
    surveyor.edit(loaded.zones, ts);
    void comparison.restart(loaded.zones);
    this.#tellStanding();
    this.#offerFrames();
  }

  async #writeJournal(command: JournalCommand): Promise<void> {
    const loaded = this.#slot.need();
    const { journal, record, seeker } = loaded;
    // On its way elsewhere the run stands at no snap that anybody sees.
    const payload = seeker.wantedTs === undefined ? record.lastPayload : undefined;
    await journal.change((book) => journalStep(command, book, payload));
    // It may have played on while the journal was saved.
    journal.settle(record.positionMs);
    this.#broadcastJournal(loaded);
  }

  #setLoop({ from_ts, to_ts, is_on }: Extract<Command, { type: 'set_loop' }>): void {
    this.#slot.need().loop.set({ from_ts, to_ts, is_on });
    this.#broadcastPlayback();
  }

  // The run.

  #load(request: OpenRequest, heritage: RunHeritage | undefined): Promise<LoadedRun> {
    return loadRun({
      request,
      heritage,
      speed: this.#speed,
      dataFolder: this.#options.dataFolder,
      scheduler: this.#options.scheduler,
      onSlice: (isAtSnap) => this.#afterSlice(isAtSnap),
      onChange: () => this.#broadcastPlayback(),
      onError: (error) => this.#slot.report(error),
      onWarning: () => this.#broadcastSession(),
      onSurvey: () => this.#tellTimeline(),
      onComparison: () => this.#tellComparison(),
    });
  }

  #begin(loaded: LoadedRun): void {
    this.#isAtSnap = true;
    loaded.loop.standAt(undefined);
    this.#settleWaiting();
    this.#knownNotices = 0;
    this.#knowsFinalCounts = false;
    this.#broadcastSession();
    this.#audience.introduceAll(loaded, this.#playbackEvent);
    const { plays, ts } = this.#next;
    this.#playsOnArrival = plays && this.#audience.isEmpty;
    loaded.player.setSpeed(this.#speed);
    if (plays && !this.#playsOnArrival) loaded.player.play();
    else if (ts === undefined) loaded.player.step(1);
    if (ts !== undefined) this.#seek(ts).catch((error: unknown) => this.#slot.report(error));
  }

  #afterSlice(isAtSnap: boolean): void {
    this.#isAtSnap = isAtSnap;
    if (isAtSnap) this.#settleWaiting();
    const { loaded } = this.#slot;
    if (loaded === undefined) return;
    const { positionMs } = loaded.record;
    if (positionMs !== undefined && this.#goesRound(loaded, positionMs)) return;
    if (loaded.journal.settle(positionMs)) this.#broadcastJournal(loaded);
    this.#tellStanding();
    this.#offerFrames();
    this.#tellNotices(loaded);
    const nowMs = this.#options.scheduler.nowMs();
    if (nowMs - this.#playbackSentMs >= PLAYBACK_INTERVAL_MS) this.#broadcastPlayback();
  }

  /** At its end a loop leads back, before anything beyond is shown. */
  #goesRound({ loop, player }: LoadedRun, positionMs: number): boolean {
    const { state } = player;
    const fromMs = loop.passes(positionMs, state);
    if (fromMs === undefined) return false;
    this.#seek(fromMs)
      // At the session's end the player rests; elsewhere it plays on by itself.
      .then(() => (state === 'ended' ? player.play() : undefined))
      .catch((error: unknown) => this.#slot.report(error));
    return true;
  }

  #tellNotices({ run, player }: LoadedRun): void {
    const notices = run.damages.length + run.warnings.length;
    const isFinal = player.state === 'ended' && !this.#knowsFinalCounts;
    if (notices === this.#knownNotices && !isFinal) return;
    this.#knownNotices = notices;
    this.#knowsFinalCounts = player.state === 'ended';
    this.#broadcastSession();
  }

  // What goes out.

  #offerFrames(clients?: Iterable<ScreenClient>): void {
    const { loaded } = this.#slot;
    if (loaded === undefined || !(this.#isAtSnap || loaded.player.isWaiting)) return;
    this.#audience.offerFrames(loaded, clients);
    if (this.#isAtSnap) this.#audience.offerGamma(loaded, clients);
  }

  #tellTimeline(): void {
    const { loaded } = this.#slot;
    if (loaded !== undefined) this.#audience.tellTimeline(loaded);
  }

  #tellComparison(): void {
    const { loaded } = this.#slot;
    if (loaded === undefined) return;
    this.#tellStanding();
    this.#audience.tell(loaded.comparison.event(loaded.stamp.session_id));
  }

  get #sessionEvent(): HostEvent {
    return { type: 'session', session: { ...this.#slot.state, recovery: this.#recovery } };
  }

  get #playbackEvent(): HostEvent {
    const { loaded } = this.#slot;
    const stamp = loaded?.stamp ?? { session_id: '', seek_epoch: 0 };
    const nothing = {
      ...({ state: 'paused', achieved_speed: null, position_ts: null } as const),
      is_waiting: false,
    };
    const playback = loaded?.player.playback ?? { ...nothing, speed: this.#speed, progress: 0 };
    const seeking_ts = loaded?.seeker.wantedTs ?? null;
    const loop = loaded?.loop.state ?? { from_ts: null, to_ts: null, is_on: false };
    return { type: 'playback', ...stamp, playback: { ...playback, seeking_ts, loop } };
  }

  #broadcastSession(): void {
    this.#tellStanding();
    this.#audience.tell(this.#sessionEvent);
  }

  #broadcastPlayback(): void {
    this.#playbackSentMs = this.#options.scheduler.nowMs();
    this.#tellStanding();
    this.#audience.tell(this.#playbackEvent);
  }

  #broadcastJournal(loaded: LoadedRun): void {
    if (loaded !== this.#slot.loaded) return;
    this.#audience.tell(loaded.journal.state(loaded.stamp.session_id));
  }

  /** Before screens hear of it: what they have seen is never beyond what is known here. */
  #tellStanding(): void {
    const { loaded } = this.#slot;
    if (loaded !== undefined) this.#options.onStanding?.(standingOf(loaded, this.#speed));
  }
}

const engineDied = (crashes: number, reason: string): BreakwaterError =>
  new BreakwaterError(
    'failed',
    crashes === 1
      ? 'The engine stopped while a session was opened.'
      : `The engine stopped ${crashes} times in a row, so the session is not opened again.`,
    { place: { found: reason }, remedy: 'Open another session, or the same once more.' },
  );
