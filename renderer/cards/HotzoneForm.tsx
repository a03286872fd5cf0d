import { useState, type FormEvent, type ReactElement } from 'react';
import { useActions, useApp, useRun } from '../app/context.tsx';

/** Adds a hotzone at a typed price, exactly as typed. */
export function HotzoneForm(): ReactElement {
  const count = useApp((state) => state.hotzones.length);
  const run = useRun();
  const { setHotzoneForm } = useActions();
  const [priceText, setPriceText] = useState('');
  const [label, setLabel] = useState('');
  const [isStrong, setStrong] = useState(false);
  const price = Number(priceText.trim().replace(',', '.'));
  const isValid = priceText.trim() !== '' && Number.isFinite(price) && price > 0 && price <= 1e7;

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!isValid) return;
    const name = label.trim() === '' ? `Zone ${count + 1}` : label.trim();
    const isAdded = await run({ type: 'add_hotzone', price, label: name, strong: isStrong });
    if (isAdded) setHotzoneForm(false);
  };

  return (
    <form
      className="zone-form"
      aria-label="Add hotzone"
      onSubmit={(event) => void submit(event)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setHotzoneForm(false);
      }}
    >
      <input
        className="inp num"
        aria-label="Hotzone price"
        aria-invalid={priceText !== '' && !isValid}
        placeholder="Price"
        inputMode="decimal"
        autoFocus
        value={priceText}
        onChange={(event) => setPriceText(event.target.value)}
      />
      <input
        className="inp"
        aria-label="Hotzone name"
        placeholder={`Zone ${count + 1}`}
        maxLength={60}
        value={label}
        onChange={(event) => setLabel(event.target.value)}
      />
      <label className="row" title="A strong hotzone stops a runway like a wall">
        <input
          type="checkbox"
          checked={isStrong}
          onChange={(event) => setStrong(event.target.checked)}
        />
        Strong
      </label>
      <button type="submit" className="btn pri" disabled={!isValid}>
        Add
      </button>
      {priceText !== '' && !isValid && (
        <span className="field-error" role="alert">
          Type a price above 0, such as 687.50.
        </span>
      )}
    </form>
  );
}
