/** The controls of the forms: a line of text or a number, a choice among names, a yes or no. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Field } from './field.tsx';
import { typedNumber } from './numbers.ts';

interface TextProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** With every key. */
  readonly onInput?: (value: string) => void;
  readonly help?: ComponentChildren;
  readonly wrong?: string | undefined;
  readonly placeholder?: string;
  /** Shows the number keys on phones; any text may be typed. */
  readonly numeric?: boolean;
}

export function TextInput({ label, value, onChange, onInput, help, wrong, placeholder, numeric }: TextProps) {
  // What is being typed: the form is drawn again meanwhile, by a training or by the field that was left.
  const [draft, setDraft] = useState<string>();
  return (
    <Field label={label} help={help} wrong={wrong}>
      {(names) => (
        <input
          {...names}
          value={draft ?? value}
          placeholder={placeholder}
          inputMode={numeric ? 'decimal' : 'text'}
          autocomplete="off"
          spellcheck={false}
          onInput={({ currentTarget }) => {
            setDraft(currentTarget.value);
            onInput?.(currentTarget.value);
          }}
          onChange={(event) => onChange(event.currentTarget.value)}
          onBlur={() => setDraft(undefined)}
        />
      )}
    </Field>
  );
}

interface NumberProps extends Pick<TextProps, 'label' | 'help'> {
  readonly value: number | undefined;
  readonly onChange: (value: number | undefined) => void;
}

/** A number that need not be given. What was typed stays as it is; where it is no number, the field says so and counts as empty. */
export function NumberInput({ label, help, value, onChange }: NumberProps) {
  const [typed, setTyped] = useState('');
  const isTyped = typedNumber(typed) === value;
  const isWrong = isTyped && value === undefined && typed.trim() !== '';
  return (
    <TextInput
      label={label}
      help={help}
      numeric
      value={isTyped ? typed : String(value ?? '')}
      wrong={isWrong ? 'Write a number.' : undefined}
      onChange={(text) => {
        setTyped(text);
        if (typedNumber(text) !== value) onChange(typedNumber(text));
      }}
    />
  );
}

export interface Choice {
  readonly value: string;
  readonly title: string;
  /** Cannot be chosen. */
  readonly disabled?: boolean | undefined;
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly onChange: (value: string) => void;
  readonly help?: ComponentChildren;
}

export function ChoiceInput({ label, value, choices, onChange, help }: ChoiceProps) {
  return (
    <Field label={label} help={help}>
      {(names) => (
        <select {...names} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
          {choices.map((choice) => (
            <option
              key={choice.value}
              value={choice.value}
              selected={choice.value === value}
              disabled={choice.disabled}
            >
              {choice.title}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface CheckProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly label: string;
  readonly help?: string;
}

export function CheckInput({ checked, onChange, label, help }: CheckProps) {
  return (
    <label class="check">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span>
        <bdi class="name">{label}</bdi>
        {help && <bdi class="help name">{help}</bdi>}
      </span>
    </label>
  );
}
