/** A label, a control, what it does and what is wrong with it, tied together for screen readers. */
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface ControlNames {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': 'true' | undefined;
}

export interface FieldProps {
  readonly label: string;
  readonly help?: ComponentChildren;
  readonly wrong?: string | undefined;
  readonly whole?: boolean;
  readonly children: (names: ControlNames) => ComponentChildren;
}

export function Field({ label, help, wrong, whole, children }: FieldProps) {
  const id = useId();
  const described = [help && `${id}-help`, wrong && `${id}-wrong`].filter(Boolean).join(' ');
  return (
    <div class={whole ? 'field whole' : 'field'}>
      <label for={id}>
        <bdi class="name">{label}</bdi>
      </label>
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': wrong ? 'true' : undefined })}
      {wrong && (
        <span class="wrong" id={`${id}-wrong`}>
          {wrong}
        </span>
      )}
      {help && (
        <span class="help" id={`${id}-help`}>
          {help}
        </span>
      )}
    </div>
  );
}
