/** What a training begins with: weights that are drawn, or those of the pre-trained encoder. */
import { ChoiceInput } from '../parts/inputs.tsx';
import { count } from '../parts/numbers.ts';
import { labelOf } from '../state/setting-labels.ts';
import { changeSettings, settings } from '../state/settings.ts';
import { pretrainedEncoder } from './pretrained-encoder.ts';

export function StartChoice() {
  const { initFrom, model } = settings.value;
  if (model !== pretrainedEncoder.model) return null;
  const { name, megabytes, molecules } = pretrainedEncoder;
  return (
    <ChoiceInput
      label={labelOf('training.initFrom')}
      help={
        initFrom === ''
          ? `What the network knows before the first epoch: nothing, or molecules in general (${megabytes} MB).`
          : `The encoder of the package (${megabytes} MB), pre-trained on ${count(molecules)} molecules without labels; it brings its own width and layers.`
      }
      value={initFrom}
      choices={[
        { value: '', title: 'from nothing' },
        { value: name, title: 'pre-trained' },
      ]}
      // A width that was typed would not fit the encoder's weights.
      onChange={(value) => changeSettings({ initFrom: value, modelSettings: {} })}
    />
  );
}
