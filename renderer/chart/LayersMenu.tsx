import { useEffect, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useActions, useApp } from '../app/context.tsx';
import { Icon } from '../icons/Icon.tsx';
import { CHART_LAYERS, type ChartLayer } from '../store/settings.ts';

const TITLES: Readonly<Record<ChartLayer, string>> = {
  heatmap: 'Liquidity heatmap',
  prints: 'Large prints',
  sweeps: 'Sweeps',
};

/** What is drawn beside price and levels. */
export function LayersMenu(): ReactElement {
  const layers = useApp((state) => state.settings.layers);
  const { changeSettings } = useActions();
  const [isOpen, setOpen] = useState(false);
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isOpen) return undefined;
    const onPointer = (event: PointerEvent): void => {
      const isInside = event.target instanceof Node && menu.current?.contains(event.target);
      if (isInside !== true) setOpen(false);
    };
    window.addEventListener('pointerdown', onPointer);
    return () => window.removeEventListener('pointerdown', onPointer);
  }, [isOpen]);
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !isOpen) return;
    setOpen(false);
    event.preventDefault();
  };
  return (
    <div ref={menu} className="layers" onKeyDown={onKey}>
      <button
        type="button"
        className={isOpen ? 'btn line on' : 'btn line'}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        Layers
        <Icon name="caret" size={10} />
      </button>
      {isOpen && (
        <div className="layers-list" role="group" aria-label="Layers of the chart">
          {CHART_LAYERS.map((layer) => (
            <label key={layer}>
              <input
                type="checkbox"
                checked={layers[layer]}
                onChange={(event) =>
                  changeSettings({ layers: { ...layers, [layer]: event.target.checked } })
                }
              />
              {TITLES[layer]}
            </label>
          ))}
        </div>
      )}
    </div>
  );
}
