/** Model, size, split, seed and epochs. */
import type { ModelDescription, SplitType } from '../../engine/protocol.ts';
import { DeviceChoice } from '../parts/device-choice.tsx';
import { ChoiceInput, TextInput } from '../parts/inputs.tsx';
import { More } from '../parts/more.tsx';
import { catalog } from '../state/catalog.ts';
import { estimate } from '../state/estimate.ts';
import { type NumberName, numberFields, wrongNumber } from '../state/number-fields.ts';
import { labelOf, titlesOf } from '../state/setting-labels.ts';
import { changeSettings, settings } from '../state/settings.ts';
import { SettingInput } from './setting-input.tsx';
import { sizes } from './sizes.ts';
import { StartChoice } from './start-choice.tsx';
import { TrainingSettings } from './training-settings.tsx';

export function TrainingForm() {
  return (
    <>
      <MainFields />
      <More title="Split, seed, steps and device">
        <FurtherFields />
      </More>
      <More title="Averaging, classes and perturbation">
        <TrainingSettings />
      </More>
      <More title="Settings of the model">
        <ModelSettings />
      </More>
    </>
  );
}

function chosenModel(): ModelDescription | undefined {
  return catalog.value?.models.find(({ name }) => name === settings.value.model);
}

function MainFields() {
  const form = settings.value;
  const known = catalog.value;
  const splitTitles = titlesOf('split.type');
  const splits = (known?.splits ?? []).filter((name) => name in splitTitles);
  return (
    <div class="fields in-a-row">
      <ChoiceInput
        label={labelOf('model.name')}
        help={chosenModel()?.summary}
        value={form.model}
        choices={(known?.models ?? []).map(({ name }) => ({ value: name, title: modelTitle(name) }))}
        onChange={(name) => changeSettings({ model: name, preset: '', modelSettings: {}, initFrom: '' })}
      />
      {form.initFrom === '' && (
        <ChoiceInput
          label="Size"
          help={sizes.find(({ name }) => name === form.size)?.help}
          value={form.size}
          choices={sizes.map(({ name, title }) => ({ value: name, title }))}
          onChange={(size) => changeSettings({ size })}
        />
      )}
      <StartChoice />
      <ChoiceInput
        label={labelOf('split.type')}
        help="The test set is never trained on."
        value={form.split}
        choices={splits.map((name) => ({ value: name, title: splitTitles[name]! }))}
        onChange={(split) => changeSettings({ split: split as SplitType })}
      />
      <NumberField
        name="epochs"
        help="How often the whole table is gone through. Left empty, the default recipe ends earlier where 15 epochs in a row are no better."
      />
    </div>
  );
}

function FurtherFields() {
  const presets = Object.keys(chosenModel()?.presets ?? {}).map((name) => ({ value: name, title: name }));
  return (
    <div class="fields">
      <ChoiceInput
        label={labelOf('model.preset')}
        help="The authors' settings for known tables."
        value={settings.value.preset}
        choices={[{ value: '', title: 'the one for this table' }, ...presets]}
        onChange={(preset) => changeSettings({ preset })}
      />
      <NumberField name="seed" help="The same seed gives the same training." />
      <NumberField name="batchSize" help="Molecules in each step of the optimizer." />
      <NumberField name="learningRate" help="The highest of its schedule." />
      <NumberField name="train" />
      <NumberField name="validation" help="Chooses the best epoch." />
      <NumberField name="test" help="Tested once, at the end." />
      <DeviceChoice />
    </div>
  );
}

interface NumberFieldProps {
  /** The setting that it shows and changes. */
  readonly name: NumberName;
  readonly help?: string;
}

function NumberField({ name, help }: NumberFieldProps) {
  const value = settings.value[name];
  const change = (text: string): void => changeSettings({ [name]: text });
  const { label } = numberFields[name];
  const settled: Readonly<Partial<Record<NumberName, number | undefined>>> | undefined = estimate.value?.settled;
  return (
    <TextInput
      label={label}
      help={help}
      wrong={wrongNumber(name, value)}
      placeholder={settled?.[name]?.toString() ?? ''}
      numeric
      value={value}
      onChange={change}
    />
  );
}

function ModelSettings() {
  const { modelSettings } = settings.value;
  const model = chosenModel();
  return (
    <div class="fields">
      {model?.settings.map((setting) => (
        <SettingInput
          key={`${model.name} ${setting.name}`}
          name={setting.name}
          help={setting.description}
          type={setting.type}
          values={setting.values}
          range={setting.range}
          standard="preset"
          value={modelSettings[setting.name] ?? ''}
          onChange={(text) => changeSettings({ modelSettings: { ...modelSettings, [setting.name]: text } })}
        />
      ))}
    </div>
  );
}

function modelTitle(name: string): string {
  return { compt: 'CoMPT', grover: 'GROVER' }[name] ?? name;
}
