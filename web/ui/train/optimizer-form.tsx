/** The optimizer: the whole registry, each with its summary, its cost and its hyper-parameters. */
import type { OptimizerDescription } from '../../engine/protocol.ts';
import { Field } from '../parts/field.tsx';
import { CheckInput, ChoiceInput } from '../parts/inputs.tsx';
import { More } from '../parts/more.tsx';
import { short } from '../parts/numbers.ts';
import { catalog } from '../state/catalog.ts';
import { labelOf } from '../state/setting-labels.ts';
import { changeSettings, chosenOptimizer, optimizerName, otherOptimizer, settings } from '../state/settings.ts';
import { SettingInput } from './setting-input.tsx';

export function OptimizerForm() {
  const { base, compare } = settings.value;
  const known = catalog.value?.optimizers ?? [];
  const chosen = chosenOptimizer.value;
  const rules = known.filter(({ kind }) => kind === 'rule');
  return (
    <>
      <div class="fields">
        <Field label={labelOf('optimizer.name')} help={chosen && <OptimizerHelp optimizer={chosen} />} whole>
          {(names) => (
            <select
              {...names}
              value={optimizerName.value}
              onChange={(event) => changeSettings({ optimizer: event.currentTarget.value, hyperparameters: {} })}
            >
              <Group title="Optimizers alone" optimizers={rules} />
              <Group
                title="Sharpness-aware methods on one of them"
                optimizers={known.filter(({ kind }) => kind === 'method')}
              />
            </select>
          )}
        </Field>
      </div>
      <CheckInput
        label="Compare optimizers"
        help={`A second training beside it, with ${titleOf(known, otherOptimizer.value)}: same molecules, same seed, same steps.`}
        checked={compare}
        onChange={(checked) => changeSettings({ compare: checked })}
      />
      <More title="Settings of the optimizer">
        <div class="fields">
          {chosen?.kind === 'method' && (
            <ChoiceInput
              label={labelOf('optimizer.base.name')}
              help="What turns the gradient into a step."
              value={base}
              choices={rules
                .filter(({ standsAlone }) => !standsAlone)
                .map(({ name, title }) => ({ value: name, title }))}
              onChange={(name) => changeSettings({ base: name })}
            />
          )}
          {chosen && <Hyperparameters optimizer={chosen} />}
        </div>
      </More>
    </>
  );
}

function Group({
  title,
  optimizers,
}: {
  readonly title: string;
  readonly optimizers: readonly OptimizerDescription[];
}) {
  return (
    <optgroup label={title}>
      {optimizers.map((one) => (
        <option key={one.name} value={one.name} selected={one.name === optimizerName.value}>
          {one.title}
        </option>
      ))}
    </optgroup>
  );
}

function OptimizerHelp({ optimizer }: { readonly optimizer: OptimizerDescription }) {
  const { full, cheap, forward } = optimizer.evaluations;
  const cost = [
    full > 0 && `${short(full)} ${full === 1 ? 'gradient' : 'gradients'} a step`,
    cheap > 0 && `${short(cheap)} cheap ones`,
    forward > 0 && `${short(forward)} forward passes`,
  ].filter(Boolean);
  return (
    <>
      {optimizer.summary} {cost.join(', ')}.
    </>
  );
}

function Hyperparameters({ optimizer }: { readonly optimizer: OptimizerDescription }) {
  const typed = settings.value.hyperparameters;
  return (
    <>
      {optimizer.hyperparameters.map((option) => (
        <SettingInput
          key={`${optimizer.name} ${option.name}`}
          name={option.name}
          help={option.description}
          type={option.type}
          values={option.values}
          range={option.range}
          standard={option.default === undefined ? '' : String(option.default)}
          value={typed[option.name] ?? ''}
          onChange={(text) => changeSettings({ hyperparameters: { ...typed, [option.name]: text } })}
        />
      ))}
    </>
  );
}

function titleOf(optimizers: readonly OptimizerDescription[], name: string): string {
  return optimizers.find((one) => one.name === name)?.title ?? name;
}
