import { useCallback, useSyncExternalStore, type ReactElement } from 'react';
import { FuelPanel } from '../fuel/FuelPanel.tsx';
import { LadderPanel } from '../ladder/LadderPanel.tsx';
import { LogPanel } from '../log/LogPanel.tsx';
import { TapePanel } from '../tape/TapePanel.tsx';
import { SIDE_PANELS, type SidePanel } from '../store/settings.ts';
import { useActions, useApp } from './context.tsx';

/** Below this width ladder, events, fuel and tape share a place, as in the design's compact form. */
const COMPACT = '(max-width: 1359px)';

function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (onChange: () => void) => {
      const list = matchMedia(query);
      list.addEventListener('change', onChange);
      return () => list.removeEventListener('change', onChange);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}

const TITLES: Readonly<Record<SidePanel, string>> = {
  ladder: 'Ladder',
  events: 'Events',
  fuel: 'Fuel',
  tape: 'Tape',
};

function Tabs(props: {
  readonly panels: readonly SidePanel[];
  readonly shown: SidePanel;
}): ReactElement {
  const { panels, shown } = props;
  const { changeSettings } = useActions();
  return (
    <div className="tabs" role="tablist" aria-label="Right panel">
      {panels.map((panel) => (
        <button
          key={panel}
          type="button"
          role="tab"
          aria-selected={panel === shown}
          className={panel === shown ? 'btn on' : 'btn'}
          onClick={() => changeSettings({ sidePanel: panel })}
        >
          {TITLES[panel]}
        </button>
      ))}
    </div>
  );
}

function Panel({ panel }: { readonly panel: SidePanel }): ReactElement {
  if (panel === 'fuel') return <FuelPanel />;
  if (panel === 'tape') return <TapePanel />;
  return panel === 'events' ? <LogPanel /> : <LadderPanel />;
}

/** Ladder, events, fuel and tape. */
export function RightColumn(): ReactElement {
  const isCompact = useMedia(COMPACT);
  const chosen = useApp((state) => state.settings.sidePanel);
  if (isCompact) {
    return (
      <div className="right">
        <Tabs panels={SIDE_PANELS} shown={chosen} />
        <Panel panel={chosen} />
      </div>
    );
  }
  const lower = chosen === 'ladder' ? 'events' : chosen;
  return (
    <div className={lower === 'events' ? 'right' : 'right tall'}>
      <LadderPanel />
      <Tabs panels={['events', 'fuel', 'tape']} shown={lower} />
      <Panel panel={lower} />
    </div>
  );
}
