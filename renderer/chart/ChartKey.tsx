import type { ReactElement } from 'react';
import { useApp } from '../app/context.tsx';
import { formatContracts } from '../format/number.ts';

function HeatKey(): ReactElement | null {
  const top = useApp((state) => state.depth.top);
  if (top === 0) return null;
  return (
    <>
      <span>
        <span className="num">1</span>
        <i className="heat-ramp" />
        <span className="num">{formatContracts(top)}</span> lots in sight
      </span>
      <span>
        <i className="heat-ramp last-seen" />
        last seen
      </span>
    </>
  );
}

function PrintKey(): ReactElement | null {
  const threshold = useApp((state) => state.trail.prints.threshold);
  if (!Number.isFinite(threshold)) return null;
  return (
    <>
      <span>
        <i className="print-ring" />
        buy
      </span>
      <span>
        <i className="print-disc" />
        sell, <span className="num">{formatContracts(threshold)}</span> lots or more
      </span>
    </>
  );
}

/** What the chart's colours and bubbles stand for now. */
export function ChartKey(): ReactElement | null {
  const { heatmap, prints } = useApp((state) => state.settings.layers);
  const hasFrame = useApp((state) => state.frame !== undefined);
  // The scales grow with the frames.
  useApp((state) => state.trailChange);
  if (!hasFrame || (!heatmap && !prints)) return null;
  return (
    <div className="chart-key" role="note" aria-label="Key of the chart">
      {heatmap && <HeatKey />}
      {prints && <PrintKey />}
    </div>
  );
}
