import type { KeyboardEvent, ReactElement } from 'react';
import type { HotzoneState } from '../../engine/core/protocol.ts';
import { useApp, useRun } from '../app/context.tsx';
import { formatPrice } from '../format/number.ts';
import { Icon } from '../icons/Icon.tsx';

/** Enter keeps what was typed, Escape restores it. */
function onFieldKey(event: KeyboardEvent<HTMLInputElement>): void {
  if (event.key === 'Escape') event.currentTarget.value = event.currentTarget.defaultValue;
  if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
}

function HotzoneRow({ zone }: { readonly zone: HotzoneState }): ReactElement {
  const run = useRun();
  const name = zone.label === '' ? formatPrice(zone.price) : zone.label;
  const rename = (text: string): void => {
    const label = text.trim();
    if (label !== zone.label) void run({ type: 'edit_hotzone', id: zone.id, label });
  };
  const movePrice = (field: HTMLInputElement): void => {
    const price = Number(field.value.trim().replace(',', '.'));
    const isPrice =
      field.value.trim() !== '' && Number.isFinite(price) && price > 0 && price <= 1e7;
    if (isPrice && formatPrice(price) !== formatPrice(zone.price)) {
      void run({ type: 'edit_hotzone', id: zone.id, price });
    } else field.value = formatPrice(zone.price);
  };
  return (
    <li className="zrow" data-hotzone-id={zone.id}>
      {/* Keyed by what the host says, so that its change replaces what is typed here. */}
      <input
        key={`price ${zone.price}`}
        className="inp quiet num"
        aria-label={`Price of ${name}`}
        defaultValue={formatPrice(zone.price)}
        inputMode="decimal"
        onKeyDown={onFieldKey}
        onBlur={(event) => movePrice(event.target)}
      />
      <input
        key={`label ${zone.label}`}
        className="inp quiet"
        aria-label={`Name of ${name}`}
        defaultValue={zone.label}
        placeholder="Name"
        maxLength={60}
        onKeyDown={onFieldKey}
        onBlur={(event) => rename(event.target.value)}
      />
      <button
        type="button"
        className={zone.strong ? 'btn on' : 'btn'}
        aria-pressed={zone.strong}
        aria-label={`Strong: ${name}`}
        title="A strong hotzone stops a runway like a wall"
        onClick={() => void run({ type: 'edit_hotzone', id: zone.id, strong: !zone.strong })}
      >
        strong
      </button>
      <button
        type="button"
        className="btn icon"
        aria-label={`Delete ${name}`}
        onClick={() => void run({ type: 'remove_hotzone', id: zone.id })}
      >
        <Icon name="cross" size={10} />
      </button>
    </li>
  );
}

/** The trader's own levels: rename, move, mark strong, delete, undo. */
export function HotzoneList(): ReactElement {
  const hotzones = useApp((state) => state.hotzones);
  const canUndo = useApp((state) => state.canUndo);
  const canRedo = useApp((state) => state.canRedo);
  const run = useRun();
  return (
    <section className="zones" aria-label="Hotzones">
      <div className="row section-head">
        <h3>Hotzones</h3>
        {hotzones.length === 0 ? (
          <span className="t3 hint">H, then click the chart</span>
        ) : (
          <span className="t3">{hotzones.length}</span>
        )}
        <span className="grow" />
        <button
          type="button"
          className="btn"
          disabled={!canUndo}
          title="Ctrl Z"
          onClick={() => void run({ type: 'undo' })}
        >
          Undo
        </button>
        <button
          type="button"
          className="btn"
          disabled={!canRedo}
          title="Ctrl Shift Z"
          onClick={() => void run({ type: 'redo' })}
        >
          Redo
        </button>
      </div>
      {hotzones.length > 0 && (
        <ul className="zlist" aria-label="Hotzone list">
          {hotzones.map((zone) => (
            <HotzoneRow key={zone.id} zone={zone} />
          ))}
        </ul>
      )}
    </section>
  );
}
