import type { ReactElement } from 'react';
import type { HealthState } from '../../engine/core/payload.ts';
import { useActions, useApp } from '../app/context.tsx';
import { formatPrice, formatRatio, formatSpeed } from '../format/number.ts';
import { formatAge, formatClock, formatDay, formatMillis } from '../format/time.ts';
import { Icon, Mark } from '../icons/Icon.tsx';
import { lampState, type LampState } from './feedLamp.ts';

const PROFILE_NAMES = { spy: 'SPY', es: 'ES' } as const;

function SessionCell(): ReactElement {
  const session = useApp((state) => state.session);
  const speed = useApp((state) => state.playback?.achieved_speed);
  const isBlind = useApp((state) => state.settings.isBlind);
  if (session === undefined || session.phase === 'empty' || session.phase === 'failed') {
    return <div className="cell t2">No session open</div>;
  }
  const files = session.sources.map((source) => source.path).join('\n');
  return (
    <div className="cell">
      <span className="session-name ell" title={files} data-testid="session-name">
        {session.name}
      </span>
      <span className="t2 wide">{formatDay(session.first_ts)}</span>
      {session.origin === 'simulated' && <span className="pill sim">SIMULATED</span>}
      <span
        className="pill mode"
        title={`Profile ${session.profile}, fill habit ${session.config.fill_habit}`}
      >
        REPLAY
      </span>
      <ChangedPill />
      {isBlind && (
        <span className="pill mode" title="What lies ahead is hidden" data-testid="blind">
          <Icon name="eyeoff" size={10} />
          BLIND
        </span>
      )}
      <span className="num speed" title="Achieved speed" data-testid="achieved-speed">
        {formatSpeed(speed)}
      </span>
    </div>
  );
}

/** That the session does not play as it was opened, and in what. */
function ChangedPill(): ReactElement | null {
  const changes = useApp((state) => state.session?.changes);
  const { showDialog } = useActions();
  if (changes === undefined || changes.length === 0) return null;
  const lines = changes.map(({ key, a, b }) => `${key} ${String(a)} \u2192 ${String(b)}`);
  return (
    <button
      type="button"
      className="pill mode"
      title={lines.join('\n')}
      aria-label={`Parameters changed: ${lines.join(', ')}`}
      data-testid="changed"
      onClick={() => showDialog('parameters')}
    >
      CHANGED {changes.length}
    </button>
  );
}

function Clock(): ReactElement {
  const ts = useApp((state) => state.frame?.payload.ts ?? state.playback?.position_ts);
  return (
    <div className="cell">
      <time className="num big" data-testid="session-clock">
        {formatClock(ts)}
        {typeof ts === 'number' && <span className="millis">{formatMillis(ts)}</span>}
      </time>
      <span className="k" title="New York time">
        NY
      </span>
    </div>
  );
}

function Prices(): ReactElement | null {
  const frame = useApp((state) => state.frame);
  const underlying = useApp((state) => state.session?.underlying ?? 'spy');
  const quote = frame?.payload.spy ?? frame?.payload.es;
  if (frame === undefined || quote === undefined) return null;
  const hasTwoPrices = underlying === 'spy';
  return (
    <div className="cell">
      <span className="k">{PROFILE_NAMES[underlying]}</span>
      <span className="num big" data-testid="spot">
        {formatPrice(quote.spot)}
      </span>
      <span className="num" title="Best bid and ask">
        <span className="up">{formatPrice(quote.bid)}</span> <span className="t3">/</span>{' '}
        <span className="down">{formatPrice(quote.ask)}</span>
      </span>
      {hasTwoPrices && (
        <>
          <span className="k">ES</span>
          <span className="num">{formatPrice(quote.spot * frame.ratio)}</span>
          <span className="k wide">ES/SPY</span>
          <span className="num wide">{formatRatio(frame.ratio)}</span>
        </>
      )}
    </div>
  );
}

const LAMP_WORDS: Readonly<Record<LampState, string>> = {
  fresh: 'fresh',
  late: 'late',
  dead: 'stale',
  off: 'not in session',
};

interface LampProps {
  readonly feed: 'book' | 'trades' | 'options';
  readonly ageMs: number | null;
  readonly staleMs: number | undefined;
}

const FEED_NAMES = { book: 'Book', trades: 'Trades', options: 'Options' } as const;

function Lamp({ feed, ageMs, staleMs }: LampProps): ReactElement {
  const state = lampState(feed, ageMs, staleMs);
  const words = `${FEED_NAMES[feed]}: ${LAMP_WORDS[state]}`;
  return (
    <span className={`lamp ${state}`} title={`${words}, last event ${formatAge(ageMs)} ago`}>
      <i role="img" aria-label={words} />
      <span className="t2">{FEED_NAMES[feed]}</span>
      <span className="num t3">{ageMs === null ? 'none' : formatAge(ageMs)}</span>
    </span>
  );
}

const HEALTH_TONES: Readonly<Record<HealthState, string>> = {
  OK: 'c-ok',
  NO_OPTIONS: 'c-warn',
  RESYNC: 'c-warn',
  STALE: 'c-err',
};

function Health(): ReactElement | null {
  const health = useApp((state) => state.frame?.payload.health);
  const config = useApp((state) => state.session?.config);
  if (health === undefined) return null;
  return (
    <>
      <div className="cell lamps" role="group" aria-label="Feeds">
        <Lamp feed="book" ageMs={health.book_age_ms} staleMs={config?.STALE_BOOK_MS} />
        <Lamp feed="trades" ageMs={health.trade_age_ms} staleMs={undefined} />
        <Lamp feed="options" ageMs={health.option_age_ms} staleMs={config?.STALE_OPTION_MS} />
      </div>
      <div className="cell">
        <span className="k wide">Health</span>
        <span className={`health ${HEALTH_TONES[health.state]}`} data-testid="health">
          {health.state.replace('_', ' ')}
        </span>
        <span className="k">gaps</span>
        <span className={health.gaps > 0 ? 'num c-warn' : 'num'}>{health.gaps}</span>
      </div>
    </>
  );
}

/** What am I watching, is it real, is it fresh? */
export function StatusBar(): ReactElement {
  const { showDialog } = useActions();
  return (
    <header className="top" aria-label="Status">
      <div className="cell brand">
        <Mark />
        <h1 className="wide">Breakwater</h1>
      </div>
      <SessionCell />
      <Clock />
      <Prices />
      <Health />
      <span className="grow" />
      <div className="cell last">
        <button
          type="button"
          className="btn icon"
          aria-label="Keyboard help"
          title="Keyboard help (?)"
          onClick={() => showDialog('help')}
        >
          <Icon name="help" size={14} />
        </button>
      </div>
    </header>
  );
}
