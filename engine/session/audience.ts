import type { GammaProfile } from '../core/gammaProfile.ts';
import type { HostEvent } from '../core/protocol.ts';
import { gammaProfile } from '../market/gammaProfile.ts';
import type { ClientPort } from './clientPort.ts';
import type { LoadedRun } from './loadedRun.ts';
import type { Scheduler } from './scheduler.ts';
import { ScreenClient } from './screenClient.ts';

/** While surveying, screens get more of the timeline this often; real time. */
const TIMELINE_INTERVAL_MS = 250;

/** All screens that look on, and what they are sent of the run. */
export class Audience {
  readonly #scheduler: Scheduler;
  readonly #clients = new Set<ScreenClient>();
  #timelineSentMs = Number.NEGATIVE_INFINITY;

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  get isEmpty(): boolean {
    return this.#clients.size === 0;
  }

  /** @param onMessage told what the screen sends, unchecked */
  join(
    port: ClientPort,
    onMessage: (client: ScreenClient, message: unknown) => void,
  ): ScreenClient {
    const client = new ScreenClient(port);
    port.on('message', (message) => onMessage(client, message));
    port.on('close', () => this.#clients.delete(client));
    this.#clients.add(client);
    return client;
  }

  tell(event: HostEvent): void {
    for (const { port } of this.#clients) port.postMessage(event);
  }

  /** Tells one screen everything of a run that stands at a snap, or before its first. */
  introduce(client: ScreenClient, loaded: LoadedRun, playback: HostEvent): void {
    const { port } = client;
    const { stamp, record, hotzones, journal, comparison, surveyor } = loaded;
    port.postMessage(playback);
    port.postMessage(hotzones.state);
    client.sendHistory(stamp, record);
    this.offerFrames(loaded, [client]);
    client.sendTimeline(stamp, surveyor);
    port.postMessage(journal.state(stamp.session_id));
    port.postMessage(comparison.event(stamp.session_id));
  }

  /** Tells all screens everything of a run that takes another's place. */
  introduceAll(loaded: LoadedRun, playback: HostEvent): void {
    for (const client of this.#clients) {
      client.forgetTimeline();
      this.introduce(client, loaded, playback);
    }
  }

  /** The past as it is where the run stands now. */
  sendHistory({ stamp, record }: LoadedRun): void {
    for (const client of this.#clients) client.sendHistory(stamp, record);
  }

  /** Pictures are taken only for screens that wait for one; the run stands at a snap. */
  offerFrames({ stamp, record }: LoadedRun, clients: Iterable<ScreenClient> = this.#clients): void {
    for (const client of clients) {
      if (!client.isReady) continue;
      record.takePicture();
      client.offerFrame(stamp, record);
    }
  }

  /** Profiles are made only for screens that want one; the run stands at a snap. */
  offerGamma(
    { stamp, record, run, player }: LoadedRun,
    clients: Iterable<ScreenClient> = this.#clients,
  ): void {
    if (record.lastPayload === undefined) return;
    const nowMs = this.#scheduler.nowMs();
    const isPlaying = player.state === 'playing';
    let profile: GammaProfile | undefined;
    for (const { gamma, port } of clients) {
      if (!gamma.takeDue(record.sequence, nowMs, isPlaying)) continue;
      profile ??= gammaProfile(run.market);
      if (profile !== undefined) port.postMessage({ type: 'gamma_profile', ...stamp, profile });
    }
  }

  /** There is more of the timeline: told now and then, and at once when it is whole. */
  tellTimeline({ stamp, surveyor }: LoadedRun): void {
    const nowMs = this.#scheduler.nowMs();
    if (!surveyor.survey.isDone && nowMs - this.#timelineSentMs < TIMELINE_INTERVAL_MS) return;
    this.#timelineSentMs = nowMs;
    for (const client of this.#clients) client.sendTimeline(stamp, surveyor);
  }

  close(): void {
    for (const { port } of this.#clients) port.close();
  }
}
