/** What computes: the CPU, or a GPU where the browser has one. For trainings that start, and models that are opened, from then on. */
import { environment } from '../state/engine.ts';
import { labelOf } from '../state/setting-labels.ts';
import { changeSettings, chosenDevice, settings } from '../state/settings.ts';
import { ChoiceInput } from './inputs.tsx';

export function DeviceChoice() {
  const known = environment.value?.devices ?? [];
  return (
    <ChoiceInput
      label={labelOf('machine.backend')}
      help={helpOf(known.flatMap(({ missing }) => missing ?? []))}
      value={settings.value.device}
      choices={known.map(({ name, title, missing }) => ({
        value: name,
        title,
        disabled: missing !== undefined,
      }))}
      onChange={(device) => changeSettings({ device })}
    />
  );
}

function helpOf(missing: readonly string[]): string {
  if (missing.length > 0) return missing.join(' ');
  if (chosenDevice.value?.backend !== 'webgpu')
    return 'A GPU may be faster for wide networks; this page has not been timed on one.';
  return 'Loads 27 MB more (6.6 MB packed), once. Where the GPU cannot be used, the CPU computes, and the page says why.';
}
