import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useActions, useApp, useAppContext } from '../app/context.tsx';
import type { AppStore } from '../store/appStore.ts';
import type { AppState } from '../store/slices.ts';
import { ChartHeader } from './ChartHeader.tsx';
import { ChartKey } from './ChartKey.tsx';
import { attachHotzonePointer, type PointerHost } from './hotzonePointer.ts';
import { PriceChart } from './priceChart.ts';
import { SeekNotice } from '../timeline/SeekNotice.tsx';
import { Readout } from './Readout.tsx';
import { buildScene, type SceneState } from './scene.ts';
import { snapToTick } from './snapToTick.ts';

const SCENE_KEYS = [
  'cards',
  'watch',
  'hotzones',
  'namedZones',
  'removedHotzones',
  'marks',
  'frame',
  'settings',
  'selectedLevel',
  'hoveredLevel',
] as const satisfies readonly (keyof SceneState)[];

const redrawScene = (chart: PriceChart, state: AppState): void =>
  chart.setScene(buildScene(state), state.session?.config.MONITOR_BAND ?? 1);

/** Carries changes of the state to the chart, outside React. */
function syncChart(chart: PriceChart, state: AppState, before: AppState): void {
  const { settings, trail, trailChange, isFollowing } = state;
  const isNewStyle =
    settings.intervalS !== before.settings.intervalS ||
    settings.chartStyle !== before.settings.chartStyle;
  if (isNewStyle) chart.setStyle(settings.chartStyle, settings.intervalS, trail);
  else if (trailChange.reload !== before.trailChange.reload) chart.reload(trail);
  else if (trailChange !== before.trailChange && trailChange.fromS !== undefined) {
    chart.update(trail, trailChange.fromS);
  }
  if (state.depth !== before.depth) chart.setDepth(state.depth);
  if (isFollowing !== before.isFollowing) chart.setFollowing(isFollowing);
  if (SCENE_KEYS.some((key) => state[key] !== before[key])) redrawScene(chart, state);
}

function pointerHost(
  chart: PriceChart,
  store: AppStore,
  { run, mover }: ReturnType<typeof useAppContext>,
): PointerHost {
  return {
    chart,
    hotzones: () => store.getState().hotzones,
    levels: () => {
      const { cards, watch } = store.getState();
      return [...cards.map((card) => card.level), ...watch.map((group) => group.lead)];
    },
    isPlacing: () => store.getState().isPlacingHotzone,
    snap: (price) => {
      const { frame, session } = store.getState();
      return snapToTick(price, session?.config.TICK_SIZE ?? 0.25, frame?.ratio ?? 1);
    },
    preview: (price) => chart.setPreview(price),
    add: (price) => {
      const { hotzones, setPlacingHotzone } = store.getState();
      chart.setPreview(undefined);
      setPlacingHotzone(false);
      void run({
        type: 'add_hotzone',
        price,
        label: `Zone ${hotzones.length + 1}`,
        strong: false,
      });
    },
    move: (id, price) => void run({ type: 'edit_hotzone', id, price }),
    select: (id) => store.getState().selectLevel(id),
    seek: mover.seek,
    hover: (id) => {
      if (store.getState().hoveredLevel !== id) store.getState().hoverLevel(id);
    },
  };
}

/** Price with levels, verdicts and runways; hotzones are added and dragged here. */
export function ChartPanel(): ReactElement {
  const app = useAppContext();
  const { store } = app;
  const container = useRef<HTMLDivElement>(null);
  const zoomRef = useRef<PriceChart>(null);
  const [hoverS, setHoverS] = useState<number>();
  const isPlacing = useApp((state) => state.isPlacingHotzone);
  const { setFollowing } = useActions();

  useEffect(() => {
    const element = container.current;
    if (element === null) return undefined;
    const { settings, trail } = store.getState();
    const chart = new PriceChart(element, settings.chartStyle, settings.intervalS, {
      onHoverTime: setHoverS,
      onFollowChange: (isFollowing) => store.getState().setFollowing(isFollowing),
    });
    zoomRef.current = chart;
    chart.setDepth(store.getState().depth);
    chart.reload(trail);
    redrawScene(chart, store.getState());
    const unsubscribe = store.subscribe((state, before) => syncChart(chart, state, before));
    const detach = attachHotzonePointer(element, pointerHost(chart, store, app));
    const noteScroll = (): void => chart.noteScroll();
    element.addEventListener('wheel', noteScroll, { passive: true });
    window.addEventListener('mouseup', noteScroll);
    return () => {
      unsubscribe();
      detach();
      element.removeEventListener('wheel', noteScroll);
      window.removeEventListener('mouseup', noteScroll);
      zoomRef.current = null;
      chart.remove();
    };
  }, [store, app]);

  return (
    <main className="centre" aria-label="Chart">
      <ChartHeader
        onZoom={(factor) => zoomRef.current?.zoom(factor)}
        onFit={() => {
          setFollowing(true);
          zoomRef.current?.fit();
        }}
      />
      <div className={isPlacing ? 'chart placing' : 'chart'}>
        <div
          ref={container}
          className="chart-canvas"
          role="img"
          aria-label="Price chart with levels, signals and runways"
          data-testid="chart"
        />
        <Readout timeS={hoverS} />
        <ChartKey />
        <SeekNotice />
        {isPlacing && (
          <p className="chart-hint">
            Click a price to add a hotzone. Enter types one, Esc ends it.
          </p>
        )}
      </div>
    </main>
  );
}
