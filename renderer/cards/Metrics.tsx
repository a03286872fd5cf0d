import type { ReactElement, ReactNode } from 'react';
import type { EngineConfig } from '../../engine/core/config.ts';
import type { LevelPayload } from '../../engine/core/payload.ts';
import {
  formatContracts,
  formatFixed,
  formatFlow,
  formatNotional,
  formatPercent,
  formatPrice,
  formatSigned,
  UNKNOWN,
} from '../format/number.ts';
import { FuelRows } from './FuelRows.tsx';
import { MetricRow, smooth } from './MetricRow.tsx';
import type { ScorePart } from './scoreParts.ts';

interface BlockProps {
  readonly part: ScorePart | undefined;
  readonly scope: string;
  readonly children: ReactNode;
}

function Block({ part, scope, children }: BlockProps): ReactElement | null {
  if (part === undefined) return null;
  return (
    <dl className="why-block">
      <div className="wg h">
        <dt>
          {part.name} <span className="t3">{scope}</span>
        </dt>
        <dd className={`c-${part.tone} state`}>{part.word}</dd>
        <dd className="num">{formatFixed(part.points, 1)}</dd>
      </div>
      {children}
    </dl>
  );
}

function BookRows({ level, config }: MetricsProps): ReactElement {
  const { barrier } = level;
  const quote = barrier.defending_quote;
  return (
    <>
      <MetricRow
        name="replenishment"
        value={formatFixed(barrier.replenishment_ratio, 2)}
        beside={smooth(formatFixed(barrier.replenishment_ratio_smooth, 2))}
      />
      <MetricRow
        name="liquidity change"
        value={formatFlow(barrier.delta_liq)}
        beside={smooth(formatFlow(barrier.delta_liq_smooth))}
      />
      <MetricRow
        name="added, pulled, filled"
        value={[barrier.added, barrier.pulled, barrier.filled].map(formatContracts).join(' / ')}
      />
      <MetricRow
        name="depth in zone"
        value={formatContracts(barrier.depth_in_zone)}
        beside={`thin < ${formatContracts(config.WEAK_DEPTH)}`}
      />
      <MetricRow
        name="defending quote"
        value={quote === null ? UNKNOWN : formatPrice(quote.price)}
        beside={quote === null ? '' : `${formatContracts(quote.size)} lots`}
      />
      <MetricRow
        name="in sight"
        value={formatPercent(barrier.visibility)}
        beside={`churn ${formatContracts(barrier.churn)}`}
      />
    </>
  );
}

function TapeRows({ level, config }: MetricsProps): ReactElement {
  const { tape } = level;
  const { sweep } = tape;
  return (
    <>
      <MetricRow
        name="sweep"
        value={sweep.detected ? `${formatContracts(sweep.size)} lots` : 'none'}
        beside={
          sweep.detected
            ? `${formatNotional(sweep.notional)}, ${sweep.prices} ${sweep.prices === 1 ? 'price' : 'prices'}`
            : `min ${formatNotional(config.SWEEP_MIN_NOTIONAL)}`
        }
      />
      <MetricRow
        name="velocity per s"
        value={formatSigned(tape.velocity, 3)}
        beside={smooth(formatSigned(tape.velocity_smooth, 3))}
      />
      <MetricRow
        name="imbalance"
        value={formatSigned(tape.imbalance, 2)}
        beside={`${formatContracts(tape.buy_vol)} / ${formatContracts(tape.sell_vol)}`}
      />
      <MetricRow name="activity" value={formatNotional(tape.activity)} />
    </>
  );
}

function SpreadRows({ level }: Pick<MetricsProps, 'level'>): ReactElement {
  return (
    <>
      <MetricRow name="spread, bps" value={formatFixed(level.spread?.spread_bps, 2)} />
      <MetricRow name="percentile, 300 s" value={formatFixed(level.spread?.percentile, 2)} />
    </>
  );
}

interface MetricsProps {
  readonly level: LevelPayload;
  readonly config: EngineConfig;
}

/** Everything the engine says about a level: its note, then each dimension with its figures. */
export function Metrics(
  props: MetricsProps & { readonly parts: readonly ScorePart[] },
): ReactElement {
  const { level, config, parts } = props;
  const part = (key: string): ScorePart | undefined => parts.find((each) => each.key === key);
  const range = formatFixed(config.FUEL_STRIKE_RANGE, 2);
  return (
    <div className="why">
      <p className="note">{level.note}</p>
      <Block part={part('liquidity')} scope={`${config.BARRIER_ZONE_TICKS} ticks, ${config.W_b} s`}>
        <BookRows {...props} />
      </Block>
      <Block part={part('hedge')} scope={`strikes within ${range}, ${config.W_g} s`}>
        <FuelRows {...props} />
      </Block>
      <Block
        part={part('tape')}
        scope={`within ${formatFixed(config.TAPE_BAND, 2)}, ${config.W_t} s`}
      >
        <TapeRows {...props} />
      </Block>
      <Block part={part('spread')} scope="of the mid">
        <SpreadRows level={level} />
      </Block>
      <dl className="why-block">
        <div className="wg h">
          <dt>
            Score{' '}
            <span className="t3">
              {level.direction.toLowerCase()}, breaks {level.break_direction.toLowerCase()}
            </span>
          </dt>
          <dd className="state">{level.signal}</dd>
          <dd className="num">{formatFixed(level.break_score_raw, 1)}</dd>
        </div>
        <MetricRow
          name="smoothed"
          value={formatFixed(level.break_score_smooth, 1)}
          beside={`break > ${config.BREAK_SCORE_THRESHOLD}`}
        />
        <MetricRow
          name="confidence"
          value={[level.barrier, level.fuel, level.tape]
            .map((each) => formatFixed(each.confidence, 2))
            .join(' / ')}
          beside={level.confidence.toLowerCase()}
        />
      </dl>
    </div>
  );
}
