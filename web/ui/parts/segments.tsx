/** One of a few, all of them in sight: radio buttons that look like a switch. */
import { useId } from 'preact/hooks';
import type { Choice } from './inputs.tsx';

interface SegmentsProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly onChange: (value: string) => void;
}

export function Segments({ label, value, choices, onChange }: SegmentsProps) {
  const name = useId();
  return (
    <fieldset>
      <legend class="visually-hidden">{label}</legend>
      <div class="segments">
        {choices.map((choice) => (
          <label key={choice.value}>
            <input type="radio" name={name} checked={choice.value === value} onChange={() => onChange(choice.value)} />
            <bdi class="name">{choice.title}</bdi>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
