import type {
  BarrierPayload,
  FuelPayload,
  HealthPayload,
  LevelPayload,
  QuotePayload,
  RunwayPayload,
  SnapPayload,
  TapePayload,
  WallPayload,
  WatchPayload,
} from '../core/payload.ts';
import { constant, type JsonBytes } from './jsonBytes.ts';

/** A key inside an object, and one that opens it. */
const next = (name: string) => constant(`,"${name}":`);
const first = (name: string) => constant(`{"${name}":`);

const OPEN = {
  ts: first('ts'),
  spot: first('spot'),
  id: first('id'),
  liquidity: first('liquidity'),
  state: first('state'),
  imbalance: first('imbalance'),
  detected: first('detected'),
  effect: first('effect'),
  direction: first('direction'),
  strike: first('strike'),
  price: first('price'),
  fuelNeutral: first('fuel_neutral'),
  flowGamma: first('flow_gamma'),
};

const KEY = {
  profile: next('profile'),
  spy: next('spy'),
  es: next('es'),
  bid: next('bid'),
  ask: next('ask'),
  levels: next('levels'),
  watch: next('watch'),
  health: next('health'),
  bookAge: next('book_age_ms'),
  tradeAge: next('trade_age_ms'),
  optionAge: next('option_age_ms'),
  gaps: next('gaps'),
  price: next('price'),
  kind: next('kind'),
  direction: next('direction'),
  breakDirection: next('break_direction'),
  distance: next('distance'),
  raw: next('break_score_raw'),
  smooth: next('break_score_smooth'),
  signal: next('signal'),
  confidence: next('confidence'),
  scores: next('scores'),
  hedge: next('hedge'),
  tape: next('tape'),
  barrier: next('barrier'),
  fuel: next('fuel'),
  runway: next('runway'),
  note: next('note'),
  sensitivity: next('sensitivity'),
  fuelReversed: next('fuel_reversed'),
  deltaLiq: next('delta_liq'),
  deltaLiqSmooth: next('delta_liq_smooth'),
  replenishment: next('replenishment_ratio'),
  replenishmentSmooth: next('replenishment_ratio_smooth'),
  added: next('added'),
  pulled: next('pulled'),
  filled: next('filled'),
  churn: next('churn'),
  depth: next('depth_in_zone'),
  quote: next('defending_quote'),
  size: next('size'),
  visibility: next('visibility'),
  buyVol: next('buy_vol'),
  sellVol: next('sell_vol'),
  velocity: next('velocity'),
  velocitySmooth: next('velocity_smooth'),
  activity: next('activity'),
  sweep: next('sweep'),
  notional: next('notional'),
  prints: next('prints'),
  prices: next('prices'),
  gamma: next('net_dealer_gamma'),
  gammaSmooth: next('net_dealer_gamma_smooth'),
  callWall: next('call_wall'),
  putWall: next('put_wall'),
  hvl: next('hvl'),
  flowGamma: next('flow_gamma'),
  inventoryGamma: next('inventory_gamma'),
  unsignedShare: next('unsigned_share'),
  dealers: next('dealers'),
  netGamma: next('net_gamma'),
  strong: next('strong'),
  obstacle: next('next_obstacle'),
  quality: next('quality'),
  between: next('intermediate_levels'),
};

const LEVEL_KEYS = 17;
const SCORE_KEYS = 3;

/**
 * Writes a payload as its line in files has it, without the line end (SPEC §10): field after field,
 * in the order in which `levelSignals` and `levelPayload` make them.
 */
export function writePayload(out: JsonBytes, payload: SnapPayload): void {
  out.numberAt(OPEN.ts, payload.ts);
  out.textAt(KEY.profile, payload.profile);
  if (payload.spy !== undefined) writeQuote(out, 'spy', payload.spy);
  if (payload.es !== undefined) writeQuote(out, 'es', payload.es);
  out.openList(KEY.levels);
  for (const level of payload.levels) {
    out.nextItem();
    writeLevel(out, level);
  }
  out.closeList();
  out.openList(KEY.watch);
  for (const level of payload.watch) {
    out.nextItem();
    writeWatch(out, level);
  }
  out.closeList();
  out.constant(KEY.health);
  writeHealth(out, payload.health);
  out.constant(KEY.dealers);
  out.numberAt(OPEN.flowGamma, payload.dealers.flow_gamma);
  out.numberAt(KEY.inventoryGamma, payload.dealers.inventory_gamma);
  out.numberAt(KEY.unsignedShare, payload.dealers.unsigned_share);
  out.close();
  out.close();
}

function writeQuote(out: JsonBytes, name: 'spy' | 'es', { spot, bid, ask }: QuotePayload): void {
  out.constant(KEY[name]);
  out.numberAt(OPEN.spot, spot);
  out.numberAt(KEY.bid, bid);
  out.numberAt(KEY.ask, ask);
  out.close();
}

/** A level with keys beside those of the three engines is written as any value is. */
function writeLevel(out: JsonBytes, level: LevelPayload): void {
  const { scores } = level;
  if (Object.keys(level).length !== LEVEL_KEYS || Object.keys(scores).length !== SCORE_KEYS) {
    out.json(level);
    return;
  }
  out.textAt(OPEN.id, level.id);
  out.numberAt(KEY.price, level.price);
  out.textAt(KEY.kind, level.kind);
  out.textAt(KEY.direction, level.direction);
  out.textAt(KEY.breakDirection, level.break_direction);
  out.numberAt(KEY.distance, level.distance);
  out.numberAt(KEY.raw, level.break_score_raw);
  out.numberAt(KEY.smooth, level.break_score_smooth);
  out.textAt(KEY.signal, level.signal);
  out.textAt(KEY.confidence, level.confidence);
  out.constant(KEY.scores);
  out.numberAt(OPEN.liquidity, scores.liquidity);
  out.numberAt(KEY.hedge, scores.hedge);
  out.numberAt(KEY.tape, scores.tape);
  out.close();
  writeBarrier(out, level.barrier);
  writeTape(out, level.tape);
  writeFuel(out, level.fuel);
  writeRunway(out, level.runway);
  out.textAt(KEY.note, level.note);
  out.constant(KEY.sensitivity);
  out.textAt(OPEN.fuelNeutral, level.sensitivity.fuel_neutral);
  out.textAt(KEY.fuelReversed, level.sensitivity.fuel_reversed);
  out.close();
  out.close();
}

function writeBarrier(out: JsonBytes, barrier: BarrierPayload): void {
  out.constant(KEY.barrier);
  out.textAt(OPEN.state, barrier.state);
  out.numberAt(KEY.deltaLiq, barrier.delta_liq);
  out.numberAt(KEY.deltaLiqSmooth, barrier.delta_liq_smooth);
  out.numberAt(KEY.replenishment, barrier.replenishment_ratio);
  out.numberAt(KEY.replenishmentSmooth, barrier.replenishment_ratio_smooth);
  out.numberAt(KEY.added, barrier.added);
  out.numberAt(KEY.pulled, barrier.pulled);
  out.numberAt(KEY.filled, barrier.filled);
  out.numberAt(KEY.churn, barrier.churn);
  out.numberAt(KEY.depth, barrier.depth_in_zone);
  out.constant(KEY.quote);
  const quote = barrier.defending_quote;
  if (quote === null) {
    out.nothing();
  } else {
    out.numberAt(OPEN.price, quote.price);
    out.numberAt(KEY.size, quote.size);
    out.close();
  }
  out.numberAt(KEY.visibility, barrier.visibility);
  out.numberAt(KEY.confidence, barrier.confidence);
  out.close();
}

function writeTape(out: JsonBytes, tape: TapePayload): void {
  const { sweep } = tape;
  out.constant(KEY.tape);
  out.numberAt(OPEN.imbalance, tape.imbalance);
  out.numberAt(KEY.buyVol, tape.buy_vol);
  out.numberAt(KEY.sellVol, tape.sell_vol);
  out.numberAt(KEY.velocity, tape.velocity);
  out.numberAt(KEY.velocitySmooth, tape.velocity_smooth);
  out.numberAt(KEY.activity, tape.activity);
  out.constant(KEY.sweep);
  out.flagAt(OPEN.detected, sweep.detected);
  out.textAt(KEY.direction, sweep.direction);
  out.numberAt(KEY.notional, sweep.notional);
  out.numberAt(KEY.size, sweep.size);
  out.numberAt(KEY.prints, sweep.prints);
  out.numberAt(KEY.prices, sweep.prices);
  out.close();
  out.numberAt(KEY.confidence, tape.confidence);
  out.close();
}

function writeFuel(out: JsonBytes, fuel: FuelPayload): void {
  out.constant(KEY.fuel);
  out.textAt(OPEN.effect, fuel.effect);
  out.numberAt(KEY.gamma, fuel.net_dealer_gamma);
  out.numberAt(KEY.gammaSmooth, fuel.net_dealer_gamma_smooth);
  out.constant(KEY.callWall);
  writeWall(out, fuel.call_wall);
  out.constant(KEY.putWall);
  writeWall(out, fuel.put_wall);
  out.numberAt(KEY.hvl, fuel.hvl);
  out.numberAt(KEY.confidence, fuel.confidence);
  out.numberAt(KEY.flowGamma, fuel.flow_gamma);
  out.numberAt(KEY.inventoryGamma, fuel.inventory_gamma);
  out.close();
}

function writeWall(out: JsonBytes, wall: WallPayload | null): void {
  if (wall === null) {
    out.nothing();
    return;
  }
  out.numberAt(OPEN.strike, wall.strike);
  out.numberAt(KEY.netGamma, wall.net_gamma);
  out.flagAt(KEY.strong, wall.strong);
  out.close();
}

function writeRunway(out: JsonBytes, runway: RunwayPayload): void {
  out.constant(KEY.runway);
  out.textAt(OPEN.direction, runway.direction);
  out.numberAt(KEY.distance, runway.distance);
  out.constant(KEY.obstacle);
  if (runway.next_obstacle === null) {
    out.nothing();
  } else {
    out.textAt(OPEN.id, runway.next_obstacle.id);
    out.numberAt(KEY.price, runway.next_obstacle.price);
    out.close();
  }
  out.textAt(KEY.quality, runway.quality);
  out.openList(KEY.between);
  for (const id of runway.intermediate_levels) {
    out.nextItem();
    out.text(id);
  }
  out.closeList();
  out.close();
}

function writeWatch(out: JsonBytes, { id, kind, price, distance }: WatchPayload): void {
  out.textAt(OPEN.id, id);
  out.textAt(KEY.kind, kind);
  out.numberAt(KEY.price, price);
  out.numberAt(KEY.distance, distance);
  out.close();
}

function writeHealth(out: JsonBytes, health: HealthPayload): void {
  out.textAt(OPEN.state, health.state);
  out.numberAt(KEY.bookAge, health.book_age_ms);
  out.numberAt(KEY.tradeAge, health.trade_age_ms);
  out.numberAt(KEY.optionAge, health.option_age_ms);
  out.numberAt(KEY.gaps, health.gaps);
  out.close();
}
