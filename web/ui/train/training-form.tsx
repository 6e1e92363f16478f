/** Model, size, split, seed and epochs. */
import type { SplitType } from '../../engine/protocol.ts';
import { ChoiceInput, TextInput } from '../parts/inputs.tsx';
import { More } from '../parts/more.tsx';
import { catalogue } from '../state/engine.ts';
import { changeSettings, settings } from '../state/settings.ts';
import { SettingInput } from './setting-input.tsx';
import { sizes } from './sizes.ts';

const splitTitles: Readonly<Record<string, string>> = {
  random: 'random',
  scaffold: 'by scaffold: unlike molecules are held out',
  scaffold_balanced: 'by scaffold, balanced',
  random_with_repeated_smiles: 'random, repeated structures together',
};

export function TrainingForm() {
  const form = settings.value;
  const known = catalogue.value;
  const model = known?.models.find(({ name }) => name === form.model);
  const splits = (known?.splits ?? []).filter((name) => name in splitTitles);
  return (
    <>
      <div class="fields">
        <ChoiceInput
          label="Model"
          help={model?.sentence}
          value={form.model}
          choices={(known?.models ?? []).map(({ name }) => ({ value: name, title: modelTitle(name) }))}
          onChange={(name) => changeSettings({ model: name, preset: '', modelSettings: {} })}
        />
        <ChoiceInput
          label="Size"
          help={sizes.find(({ name }) => name === form.size)?.help}
          value={form.size}
          choices={sizes.map(({ name, title }) => ({ value: name, title }))}
          onChange={(size) => changeSettings({ size })}
        />
        <ChoiceInput
          label="Split"
          help="What is held out is never trained on."
          value={form.split}
          choices={splits.map((name) => ({ value: name, title: splitTitles[name]! }))}
          onChange={(split) => changeSettings({ split: split as SplitType })}
        />
        <TextInput
          label="Epochs"
          help="How often the whole table is gone through."
          numeric
          value={form.epochs}
          onChange={(epochs) => changeSettings({ epochs })}
        />
      </div>
      <More title="Split, seed and steps">
        <div class="fields">
          <ChoiceInput
            label="Preset"
            help="The authors' settings for known tables."
            value={form.preset}
            choices={[
              { value: '', title: 'the one for this table' },
              ...Object.keys(model?.presets ?? {}).map((name) => ({ value: name, title: name })),
            ]}
            onChange={(preset) => changeSettings({ preset })}
          />
          <TextInput
            label="Seed"
            help="The same seed gives the same training."
            numeric
            value={form.seed}
            onChange={(seed) => changeSettings({ seed })}
          />
          <TextInput
            label="Molecules a step"
            numeric
            value={form.batchSize}
            onChange={(batchSize) => changeSettings({ batchSize })}
          />
          <TextInput
            label="Learning rate"
            help="The highest; a tenth of it at both ends."
            numeric
            value={form.learningRate}
            onChange={(learningRate) => changeSettings({ learningRate })}
          />
          <TextInput label="Trained on, %" numeric value={form.train} onChange={(train) => changeSettings({ train })} />
          <TextInput
            label="Validation, %"
            help="Chooses the best epoch."
            numeric
            value={form.validation}
            onChange={(validation) => changeSettings({ validation })}
          />
          <TextInput
            label="Held out, %"
            help="Tested once, at the end."
            numeric
            value={form.test}
            onChange={(test) => changeSettings({ test })}
          />
        </div>
      </More>
      <More title="Settings of the model">
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
              value={form.modelSettings[setting.name] ?? ''}
              onChange={(text) => changeSettings({ modelSettings: { ...form.modelSettings, [setting.name]: text } })}
            />
          ))}
        </div>
      </More>
    </>
  );
}

function modelTitle(name: string): string {
  return { compt: 'CoMPT', grover: 'GROVER' }[name] ?? name;
}
