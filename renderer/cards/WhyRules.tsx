import type { ReactElement } from 'react';
import type { ExplainedCondition, ExplainedRule } from '../../engine/core/explanation.ts';
import { figureText } from '../../engine/core/explanationWords.ts';

const FIGURE_WORDS: Readonly<Record<string, string>> = {
  replenishment_ratio: 'replenishment',
  delta_liq: 'liquidity change',
  depth_in_zone: 'depth in zone',
  net_dealer_gamma: 'dealer gamma',
  break_score_raw: 'raw score',
};

function Condition({ figure, value, op, limit, holds }: ExplainedCondition): ReactElement {
  return (
    <div className={holds ? 'holds' : ''}>
      <span>{FIGURE_WORDS[figure] ?? figure}</span>
      <span className="num">{figureText(value, 2)}</span>
      <span className="num lim">
        {op} {figureText(limit, 2)}
      </span>
      <span>{holds ? 'yes' : 'no'}</span>
    </div>
  );
}

/** A table of rules: name, value, limit, verdict; the first whose conditions all hold decides. */
export function RuleTable({
  title,
  rules,
}: {
  readonly title: string;
  readonly rules: readonly ExplainedRule[];
}): ReactElement {
  return (
    <>
      <h4>{title}</h4>
      <ul className="why-table" aria-label={`${title} rules`}>
        {rules.map(({ outcome, conditions, decides }, index) => (
          <li key={`${index} ${outcome}`} className={decides ? 'decides' : ''}>
            <span className="state">{outcome}</span>
            <div>
              {conditions.length === 0 && <div>otherwise</div>}
              {conditions.map((condition) => (
                <Condition key={`${condition.figure} ${condition.limit_name}`} {...condition} />
              ))}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
