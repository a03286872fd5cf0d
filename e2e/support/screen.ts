import { expect, type Locator, type Page } from '@playwright/test';

/** Names of the controls, in one place. */
export const cardsOf = (page: Page): Locator => page.getByRole('article');
export const clockOf = (page: Page): Locator => page.getByTestId('session-clock');
export const stateOf = (page: Page): Locator => page.getByTestId('playback-state');

export function chooseSpeed(page: Page, name: string): Promise<void> {
  return page.getByRole('radiogroup', { name: 'Speed' }).getByText(name, { exact: true }).click();
}

/** The clock as it is read, once there is a time. */
export async function readClock(page: Page): Promise<string> {
  await clockOf(page)
    .filter({ hasText: /\d\d:\d\d:\d\d/ })
    .waitFor();
  return clockOf(page).innerText();
}

/** Opens a session through the dialog. */
export async function openByPath(page: Page, path: string, profile?: string): Promise<void> {
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  const form = page.getByRole('dialog').getByRole('form', { name: 'Open session' });
  await form.getByLabel('Paths').fill(path);
  if (profile !== undefined) await form.getByLabel('Profile').selectOption(profile);
  await form.getByRole('button', { name: 'Open session' }).click();
}

/** A line clicked at a height is drawn at the nearest futures tick; pixels either way. */
const TICK_REACH_PX = 20;

/** How many pixels of the chart near height `y` (from its top) have about this colour. */
export function colouredPixels(
  chart: Locator,
  y: number,
  colour: readonly [number, number, number],
): Promise<number> {
  return chart.evaluate(
    (element, [centrePx, reachPx, red, green, blue]) => {
      let count = 0;
      for (const canvas of element.querySelectorAll('canvas')) {
        const box = canvas.getBoundingClientRect();
        const scale = canvas.height / box.height;
        const top = (centrePx - reachPx - (box.top - element.getBoundingClientRect().top)) * scale;
        const context = canvas.getContext('2d');
        if (context === null || canvas.width === 0) continue;
        const { data } = context.getImageData(0, top, canvas.width, 2 * reachPx * scale);
        for (let i = 0; i < data.length; i += 4) {
          const distance =
            Math.abs((data[i] ?? 0) - red) +
            Math.abs((data[i + 1] ?? 0) - green) +
            Math.abs((data[i + 2] ?? 0) - blue);
          if (distance < 60) count++;
        }
      }
      return count;
    },
    [y, TICK_REACH_PX, ...colour] as const,
  );
}

/** Where the playhead stands on the timeline, as a share of its canvas: its white line is found. */
export function playheadShare(canvas: Locator): Promise<number> {
  return canvas.evaluate((element) => {
    const context = element instanceof HTMLCanvasElement ? element.getContext('2d') : null;
    if (context === null) return 0;
    const { width, height } = context.canvas;
    const { data } = context.getImageData(0, 0, width, height);
    let best = { x: 0, count: 0 };
    for (let x = 0; x < width; x++) {
      let count = 0;
      for (let y = 0; y < height; y++) {
        const i = (y * width + x) * 4;
        if (Math.min(data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0) > 200) count++;
      }
      if (count > best.count) best = { x, count };
    }
    return best.x / width;
  });
}

/** How many pixels of a canvas right of a share of its width have about this colour. */
export function colouredPixelsBeyond(
  canvas: Locator,
  share: number,
  colour: readonly [number, number, number],
): Promise<number> {
  return canvas.evaluate(
    (element, [from, red, green, blue]) => {
      const context = element instanceof HTMLCanvasElement ? element.getContext('2d') : null;
      if (context === null) return -1;
      const { width, height } = context.canvas;
      const left = Math.ceil(from * width);
      const { data } = context.getImageData(left, 0, Math.max(1, width - left), height);
      let count = 0;
      for (let i = 0; i < data.length; i += 4) {
        // What lies ahead is drawn fainter: the hue counts, not the strength.
        const strength = (data[i + 3] ?? 0) / 255;
        const distance =
          Math.abs((data[i] ?? 0) - red) +
          Math.abs((data[i + 1] ?? 0) - green) +
          Math.abs((data[i + 2] ?? 0) - blue);
        if (strength > 0.3 && distance < 60) count++;
      }
      return count;
    },
    [share, ...colour] as const,
  );
}

/** Collects the verdicts that cards show from now on, however briefly. */
export async function signalsShown(page: Page): Promise<{ read(): Promise<string[]> }> {
  const collected = await page.evaluateHandle(() => {
    const signals = new Set<string>();
    const collect = (): void => {
      for (const card of document.querySelectorAll('article[data-signal]')) {
        signals.add(card.getAttribute('data-signal') ?? '');
      }
    };
    collect();
    new MutationObserver(collect).observe(document.body, {
      subtree: true,
      childList: true,
      attributeFilter: ['data-signal'],
    });
    return signals;
  });
  return { read: () => collected.evaluate((signals) => [...signals]) };
}

/**
 * What is crowded in a bar: a control that touches its neighbour, leaves the bar, or is narrower than its words.
 * @returns one sentence each; none when every control has its place
 */
export function crowdedIn(bar: Locator): Promise<string[]> {
  return bar.evaluate((element) => {
    const edges = element.getBoundingClientRect();
    const places = [...element.querySelectorAll('button, input, label, [data-testid]')]
      .filter((control) => control.getClientRects().length > 0)
      .map((control) => ({
        control,
        name: control.getAttribute('aria-label') ?? control.textContent,
        box: control.getBoundingClientRect(),
        isCut:
          control.scrollWidth > control.clientWidth + 1 &&
          getComputedStyle(control).display !== 'inline' &&
          getComputedStyle(control).textOverflow !== 'ellipsis',
      }));
    const sentences: string[] = [];
    for (const [i, { control, name, box, isCut }] of places.entries()) {
      if (isCut) sentences.push(`${name} is narrower than its words`);
      if (box.left < edges.left || box.right > edges.right)
        sentences.push(`${name} leaves the bar`);
      for (const other of places.slice(i + 1)) {
        if (control.contains(other.control)) continue;
        const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        if (across > 0.5 && down > 0.5) sentences.push(`${name} overlaps ${other.name}`);
      }
    }
    return sentences;
  });
}

/** A button by its whole name. */
export const button = (page: Page, name: string): Locator =>
  page.getByRole('button', { name, exact: true });

export const timelineOf = (page: Page): Locator => page.getByTestId('timeline');

/** Paused, with the whole session surveyed. */
export async function openSurveyed(page: Page): Promise<void> {
  await readClock(page);
  await button(page, 'Pause').click();
  await expect(stateOf(page)).toHaveText('Paused');
  await expect(page.getByTestId('survey')).toHaveText(/^Surveyed [0-9a-f]{8}$/);
}
