/** One setting of a model or an optimizer, made from its description; empty means as described. */
import { ChoiceInput, TextInput } from '../parts/inputs.tsx';
import { inWords } from '../state/setting-labels.ts';
import { wrongValue } from './range.ts';

interface SettingInputProps {
  readonly name: string;
  readonly help: string;
  readonly type: 'number' | 'integer' | 'boolean' | 'choice';
  readonly values?: readonly string[] | undefined;
  readonly range?: string;
  /** What holds where nothing is typed. */
  readonly standard: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function SettingInput({ name, help, type, values, range, standard, value, onChange }: SettingInputProps) {
  const explained = range && type !== 'choice' && type !== 'boolean' ? `${help} (${range})` : help;
  if (type === 'choice' || type === 'boolean') {
    const choices = (values ?? ['true', 'false']).map((choice) => ({ value: choice, title: choice }));
    return (
      <ChoiceInput
        label={inWords(name)}
        help={explained}
        value={value}
        choices={[{ value: '', title: standard === '' ? 'as it is' : `${standard} (unchanged)` }, ...choices]}
        onChange={onChange}
      />
    );
  }
  return (
    <TextInput
      label={inWords(name)}
      help={explained}
      wrong={wrongValue(value, type, range ?? '')}
      placeholder={standard}
      numeric
      value={value}
      onChange={onChange}
    />
  );
}
