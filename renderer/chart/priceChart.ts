import {
  CandlestickSeries,
  createChart,
  LineSeries,
  type AutoscaleInfo,
  type IChartApi,
  type ISeriesApi,
  type MouseEventParams,
  type Time,
} from 'lightweight-charts';
import type { DepthTrail } from '../heatmap/depthTrail.ts';
import { createHeatmap, type HeatView } from '../heatmap/heatPrimitive.ts';
import { heatRamp } from '../heatmap/heatRamp.ts';
import type { Bar, IntervalS, Trail } from './candles.ts';
import { candleOptions, chartOptions, lineOptions, vwapOptions } from './chartOptions.ts';
import type { SignalMark } from '../model/signalMarks.ts';
import { badgeInset, NARROW_PX, roomFor, type Drawing } from './geometry.ts';
import { createOverlay } from './overlay.ts';
import { markAt, placeMarksInSight } from './placeMarks.ts';
import type { ChartScene } from './scene.ts';
import { createSpotLabel, type SpotPrices } from './spotLabel.ts';
import { holdRange, rangeOf, type PriceRange } from './stableRange.ts';
import { candlePoint, closePoint, vwapPoint } from './points.ts';
import type { LargePrint } from './prints.ts';
import { createTimeMap, type TimeMap } from './timeMap.ts';
import { HEAT_TOKENS, readTokens, type Tokens } from './tokens.ts';

export type ChartStyle = 'candles' | 'line';

export interface PriceChartEvents {
  /** The bar under the crosshair, or undefined where the newest is meant. Unix seconds. */
  onHoverTime(timeS: number | undefined): void;
  /** The trader scrolled away from, or back to, the newest bar. */
  onFollowChange(isFollowing: boolean): void;
}

/** More new bars than this at once are set anew rather than appended one by one. */
const MAX_UPDATES = 300;
/** Arrows and levels further than this many bands from spot do not widen the price range. */
const FAR_BANDS = 4;
/** This much of the band is shown on either side of spot, whatever price does. */
const LEAST_BANDS = 0.6;

type PriceSeries = ISeriesApi<'Candlestick'> | ISeriesApi<'Line'>;

const EMPTY_SCENE: ChartScene = {
  levels: [],
  runways: [],
  marks: [],
  gaps: [],
  sweeps: [],
  layers: { heatmap: false, prints: false, sweeps: false },
  spotPx: undefined,
  futuresPx: undefined,
  tickPx: 0.25,
  tickSize: 0.25,
};

/** The chart outside React: bars go from the store straight into its series. */
export class PriceChart {
  readonly tokens: Tokens;
  readonly #chart: IChartApi;
  readonly #events: PriceChartEvents;
  readonly #vwap: ISeriesApi<'Line'>;
  #series: PriceSeries;
  #style: ChartStyle;
  #intervalS: IntervalS;
  #scene = EMPTY_SCENE;
  #bandPx = 1;
  #range: PriceRange | undefined;
  #isFollowing = true;
  #previewPx: number | undefined;
  #redraw: () => void = () => undefined;
  #trail: Trail | undefined;
  #depth: DepthTrail | undefined;

  constructor(
    container: HTMLElement,
    style: ChartStyle,
    intervalS: IntervalS,
    events: PriceChartEvents,
  ) {
    this.tokens = readTokens(container);
    this.#events = events;
    this.#style = style;
    this.#intervalS = intervalS;
    this.#chart = createChart(container, chartOptions(this.tokens));
    this.#vwap = this.#chart.addSeries(LineSeries, vwapOptions(this.tokens));
    this.#series = this.#addSeries();
    const overlay = createOverlay(this.#draw);
    const ramp = heatRamp(HEAT_TOKENS.map((name) => this.tokens[name]));
    this.#vwap.attachPrimitive(createHeatmap(ramp, this.#readHeat));
    // On the series that is never exchanged; primitives of a pane have no order of drawing.
    this.#vwap.attachPrimitive(overlay.primitive);
    this.#redraw = overlay.redraw;
    this.#chart.subscribeCrosshairMove(this.#onCrosshair);
    this.#chart.timeScale().subscribeSizeChange(this.#keepRoom);
    this.#keepRoom();
  }

  /** Starts anew with all bars of the trail. */
  reload(trail: Trail): void {
    this.#trail = trail;
    const bars = trail.bars(this.#intervalS);
    if (bars.length === 0) this.#range = undefined;
    this.#setBars(bars);
    if (this.#isFollowing) this.#toNewest();
  }

  #setBars(bars: readonly Bar[]): void {
    if (this.#style === 'line') this.#lineSeries().setData(bars.map(closePoint));
    else this.#candleSeries().setData(bars.map(candlePoint));
    this.#vwap.setData(bars.map(vwapPoint));
  }

  /** Appends what changed since `fromS`, the first one-second bar that did. */
  update(trail: Trail, fromS: number): void {
    const bars = trail.bars(this.#intervalS, fromS);
    if (bars.length > MAX_UPDATES) {
      this.reload(trail);
      return;
    }
    for (const bar of bars) {
      if (this.#style === 'line') this.#lineSeries().update(closePoint(bar));
      else this.#candleSeries().update(candlePoint(bar));
      this.#vwap.update(vwapPoint(bar));
    }
  }

  setStyle(style: ChartStyle, intervalS: IntervalS, trail: Trail): void {
    this.#intervalS = intervalS;
    if (style !== this.#style) {
      this.#style = style;
      this.#chart.removeSeries(this.#series);
      this.#series = this.#addSeries();
    }
    this.reload(trail);
    this.#toNewest();
  }

  /** @param bandPx monitor band in level price: how much around spot is always shown */
  setScene(scene: ChartScene, bandPx: number): void {
    this.#scene = scene;
    this.#bandPx = bandPx;
    this.#redraw();
  }

  /** Depth goes on growing by itself; a new run has another. */
  setDepth(depth: DepthTrail): void {
    this.#depth = depth;
  }

  /** Shows a price being chosen for a hotzone; undefined ends it. */
  setPreview(price: number | undefined): void {
    this.#previewPx = price;
    this.#redraw();
  }

  setFollowing(isFollowing: boolean): void {
    if (isFollowing && !this.#isFollowing) this.#toNewest();
    this.#isFollowing = isFollowing;
  }

  /** Call after the pointer or wheel has moved the chart. */
  noteScroll(): void {
    const scale = this.#chart.timeScale();
    const roomBars = roomFor(scale.width()) / scale.options().barSpacing;
    const isFollowing = scale.scrollPosition() > roomBars * 0.5;
    if (isFollowing === this.#isFollowing) return;
    this.#isFollowing = isFollowing;
    this.#events.onFollowChange(isFollowing);
  }

  /** Level price at a height in the chart; undefined while there is no scale. */
  priceAt(y: number): number | undefined {
    return this.#series.coordinateToPrice(y) ?? undefined;
  }

  yOf = (price: number): number | undefined => this.#series.priceToCoordinate(price) ?? undefined;

  /** The signal whose badge is drawn at a place; CSS pixels in the chart. */
  markAt(x: number, y: number): SignalMark | undefined {
    const { marks } = this.#scene;
    return markAt(placeMarksInSight(marks, this.plotWidth, this.#time.xOf, this.yOf), x, y);
  }

  /** Width of the part that shows bars, without the price axis. */
  get plotWidth(): number {
    return this.#chart.timeScale().width();
  }

  zoom(factor: number): void {
    const { barSpacing } = this.#chart.timeScale().options();
    this.#chart.timeScale().applyOptions({ barSpacing: barSpacing * factor });
    if (this.#isFollowing) this.#toNewest();
  }

  /** Lets the range be found anew, as at the beginning. */
  fit(): void {
    this.#range = undefined;
    this.#chart.priceScale('right').setAutoScale(true);
    this.#toNewest();
  }

  remove(): void {
    this.#chart.remove();
  }

  #addSeries(): PriceSeries {
    const options = { autoscaleInfoProvider: this.#autoscale };
    const series: PriceSeries =
      this.#style === 'line'
        ? this.#chart.addSeries(LineSeries, { ...lineOptions(this.tokens), ...options })
        : this.#chart.addSeries(CandlestickSeries, { ...candleOptions(this.tokens), ...options });
    series.attachPrimitive(createSpotLabel(this.tokens, this.#readSpot));
    return series;
  }

  #lineSeries = (): ISeriesApi<'Line'> => this.#series as ISeriesApi<'Line'>;
  #candleSeries = (): ISeriesApi<'Candlestick'> => this.#series as ISeriesApi<'Candlestick'>;

  #keepRoom = (): void => {
    const room = roomFor(this.#chart.timeScale().width());
    this.#chart.timeScale().applyOptions({ rightOffsetPixels: room });
    if (this.#isFollowing) this.#toNewest();
  };

  #toNewest(): void {
    const scale = this.#chart.timeScale();
    scale.scrollToPosition(roomFor(scale.width()) / scale.options().barSpacing, false);
  }

  #onCrosshair = (event: MouseEventParams<Time>): void => {
    this.#events.onHoverTime(event.time === undefined ? undefined : Number(event.time));
  };

  #readSpot = (): SpotPrices | undefined => {
    const { spotPx, futuresPx } = this.#scene;
    const y = spotPx === undefined ? undefined : this.yOf(spotPx);
    return spotPx === undefined || y === undefined ? undefined : { spotPx, futuresPx, y };
  };

  /** Visible bars, active levels, near runway ends and spot; held still while they fit. */
  #autoscale = (original: () => AutoscaleInfo | null): AutoscaleInfo | null => {
    const bars = original()?.priceRange ?? null;
    const { spotPx, runways, levels } = this.#scene;
    const prices = bars === null ? [] : [bars.minValue, bars.maxValue];
    if (spotPx !== undefined && this.#isFollowing) {
      const far = FAR_BANDS * this.#bandPx;
      const ends = runways.map((runway) => runway.toPx);
      const near = ends.filter((price) => Math.abs(price - spotPx) <= far);
      const active = levels.filter((level) => level.isActive).map((level) => level.price);
      const close = active.filter((price) => Math.abs(price - spotPx) <= this.#bandPx * 1.05);
      const least = this.#bandPx * LEAST_BANDS;
      prices.push(spotPx - least, spotPx + least, ...close, ...near);
    }
    const needed = rangeOf(prices);
    if (needed === undefined) return null;
    this.#range = holdRange(this.#range, needed, this.#bandPx * LEAST_BANDS * 2);
    return { priceRange: { minValue: this.#range.min, maxValue: this.#range.max } };
  };

  get #time(): TimeMap {
    return createTimeMap(this.#chart, this.#intervalS);
  }

  /** Unix ms from the first bar in sight to the end of the last; undefined without bars. */
  get #sight(): { readonly fromTs: number; readonly toTs: number } | undefined {
    const range = this.#chart.timeScale().getVisibleRange();
    if (range === null) return undefined;
    const toTs = (Number(range.to) + this.#intervalS) * 1000;
    return { fromTs: Number(range.from) * 1000, toTs };
  }

  #printsInSight(): readonly LargePrint[] {
    const sight = this.#sight;
    if (sight === undefined || this.#trail === undefined || !this.#scene.layers.prints) return [];
    return this.#trail.prints.between(sight.fromTs, sight.toTs);
  }

  #readHeat = (): HeatView | undefined => {
    const sight = this.#sight;
    if (sight === undefined || this.#depth === undefined || !this.#scene.layers.heatmap) {
      return undefined;
    }
    const { tickSize } = this.#scene;
    const priceAt = (y: number): number | undefined => this.priceAt(y);
    return { depth: this.#depth, time: this.#time, ...sight, tickSize, yOf: this.yOf, priceAt };
  };

  #draw = (
    context: CanvasRenderingContext2D,
    width: number,
    height: number,
  ): Drawing | undefined => {
    const time = this.#time;
    const badgeX = width - badgeInset(width);
    const newest = this.#series.data().at(-1);
    const newestX =
      newest === undefined ? null : this.#chart.timeScale().timeToCoordinate(newest.time);
    return {
      context,
      width,
      height,
      scene: this.#scene,
      tokens: this.tokens,
      badgeX,
      lineEndX: badgeX - 30,
      nowX: Math.min(newestX ?? 0, badgeX - 60) + 5,
      isNarrow: width < NARROW_PX,
      previewPx: this.#previewPx,
      yOf: this.yOf,
      xOf: time.xOf,
      xAt: time.xAt,
      prints: this.#printsInSight(),
      printThreshold: this.#trail?.prints.threshold ?? Infinity,
    };
  };
}
