import { memo, useEffect, type ReactElement } from 'react';
import type { Explanation } from '../../engine/core/explanation.ts';
import {
  figureText,
  flipWords,
  lastingWords,
  sensitivityWords,
} from '../../engine/core/explanationWords.ts';
import { useApp, useAppContext } from '../app/context.tsx';
import { formatFixed } from '../format/number.ts';
import { formatClock, formatDuration, formatMillis } from '../format/time.ts';
import { createWhyAsker } from './whyAsker.ts';
import { WhyRecords } from './WhyRecords.tsx';
import { RuleTable } from './WhyRules.tsx';

/** Keeps the explanation of a level up to date while it is on the screen. */
function useAsking(levelId: string): void {
  const { store, run } = useAppContext();
  useEffect(() => {
    const asker = createWhyAsker({
      send: run,
      nowMs: () => performance.now(),
      setTimer: (callback, delayMs) => {
        const timer = setTimeout(callback, delayMs);
        return () => clearTimeout(timer);
      },
    });
    const ask = (): void => asker.ask(levelId, store.getState().playback?.state === 'playing');
    ask();
    const unsubscribe = store.subscribe((state, before) => {
      const isOtherState = state.playback?.state !== before.playback?.state;
      if (state.frame !== before.frame || isOtherState) ask();
    });
    return () => {
      unsubscribe();
      asker.stop();
    };
  }, [store, run, levelId]);
}

function StateFlips({ flips, barrier }: Explanation): ReactElement {
  return (
    <>
      <h4>Ends {barrier.state}</h4>
      {flips.state.length === 0 && <p className="t3">No change of one figure alone.</p>}
      <ul className="why-flips">
        {flips.state.map((flip) => (
          <li key={`${flip.input} ${flip.change}`}>
            <span>{flipWords(flip)}</span>
            <span className="state">{flip.outcome}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function SignalFlips({ flips, trigger, health, sensitivity }: Explanation): ReactElement {
  const { fuel_neutral: neutral, fuel_reversed: reversed } = sensitivity;
  const isArming = trigger.leads_to !== trigger.signal;
  return (
    <>
      <h4>Ends {trigger.leads_to}</h4>
      {health.muted !== null && (
        <p className="t3">Muted, {health.muted}: no figure counts until the feed is sound.</p>
      )}
      {isArming && (
        <p>
          {trigger.leads_to} shows after {formatDuration(trigger.after_ms)} more.
        </p>
      )}
      {health.muted === null && flips.signal.length === 0 && (
        <p className="t3">No change of one figure alone.</p>
      )}
      <ul className="why-flips">
        {flips.signal.map((flip) => (
          <li key={`${flip.input} ${flip.change}`}>
            <span>{flipWords(flip)}</span>
            <span className="state">
              {flip.outcome} {lastingWords(flip)}
            </span>
            <span className="num">{formatFixed(flip.raw, 1)}</span>
          </li>
        ))}
      </ul>
      <p className="t3">With neutral fuel, {sensitivityWords(neutral, trigger.signal)}.</p>
      <p className="t3">
        With the opposite dealer sign ({reversed.effect}),{' '}
        {sensitivityWords(reversed, trigger.signal)}.
      </p>
    </>
  );
}

function Contributions({ score, confidence }: Explanation): ReactElement {
  return (
    <>
      <h4>Points</h4>
      <ul className="why-flips">
        {score.components.map(({ key, weight, score: value, points }) => (
          <li key={key}>
            <span>{key}</span>
            <span className="num">
              {figureText(weight)} of {formatFixed(value, 1)}
            </span>
            <span className="num">{formatFixed(points, 2)}</span>
          </li>
        ))}
        <li className="strong">
          <span>raw</span>
          <span className="num">smooth {formatFixed(score.smooth, 2)}</span>
          <span className="num">{formatFixed(score.raw, 2)}</span>
        </li>
      </ul>
      <p className="t3">
        Confidence {formatFixed(confidence.value, 2)}, {confidence.word.toLowerCase()}
      </p>
    </>
  );
}

const WhyBody = memo(function WhyBody({
  explanation,
}: {
  readonly explanation: Explanation;
}): ReactElement {
  const { barrier, fuel, trigger, tape } = explanation;
  const holds = trigger.rules.filter(({ hold_ms }) => hold_ms > 0);
  return (
    <>
      <RuleTable title="Book" rules={barrier.rules} />
      <p className="t3">
        {barrier.known_ticks} of {barrier.zone_ticks} ticks in sight, {barrier.side} side
      </p>
      <RuleTable title="Fuel" rules={fuel.rules} />
      <h4>Tape</h4>
      <ul className="why-flips">
        {tape.parts.map(({ part, value, limit, score }) => (
          <li key={part}>
            <span>{part}</span>
            <span className="num">
              {figureText(value)} of {figureText(limit)}
            </span>
            <span className="num">{formatFixed(score, 1)}</span>
          </li>
        ))}
      </ul>
      <RuleTable title="Trigger" rules={trigger.rules} />
      <p className="t3">
        {holds
          .map(
            ({ outcome, held_ms, hold_ms }) =>
              `${outcome} held ${formatDuration(held_ms)} of ${formatDuration(hold_ms)}`,
          )
          .join(', ')}
      </p>
      <Contributions {...explanation} />
      <StateFlips {...explanation} />
      <SignalFlips {...explanation} />
      <WhyRecords records={explanation.records} />
    </>
  );
});

/** Why a level shows what it shows: its rules, its points, what would end it, and the records. */
export function Why({ levelId }: { readonly levelId: string }): ReactElement {
  useAsking(levelId);
  const answer = useApp(({ explanation }) =>
    explanation?.level === levelId ? explanation : undefined,
  );
  const explanation = answer?.explanation ?? undefined;
  return (
    <section className="why why-rules" aria-label="Why" data-sequence={answer?.sequence}>
      <h3>
        Why{' '}
        {explanation !== undefined && (
          <span className="t3 num">
            {formatClock(explanation.ts)}
            {formatMillis(explanation.ts)}
          </span>
        )}
      </h3>
      {answer === undefined && <p className="t3">The engine is being asked.</p>}
      {answer?.explanation === null && (
        <p className="t3">This level is not within the band at this snap: it has no rules.</p>
      )}
      {explanation !== undefined && <WhyBody explanation={explanation} />}
    </section>
  );
}
