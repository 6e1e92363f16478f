/** Settings of the training that few need, as the library describes them: those that this table and this optimizer have. */
import { settingLabel } from '../state/setting-labels.ts';
import { changeSettings, chosenOptimizer, settings, shownTrainingSettings } from '../state/settings.ts';
import { SettingInput } from './setting-input.tsx';

export function TrainingSettings() {
  const { trainingSettings } = settings.value;
  return (
    <div class="fields">
      {shownTrainingSettings(chosenOptimizer.value?.kind === 'method').map((setting) => (
        <SettingInput
          key={setting.name}
          name={settingLabel(setting.name) ?? setting.name}
          help={setting.description}
          type={setting.type}
          values={setting.values}
          range={setting.range}
          standard={setting.default === undefined ? 'none' : String(setting.default)}
          value={trainingSettings[setting.name] ?? ''}
          onChange={(text) => changeSettings({ trainingSettings: { ...trainingSettings, [setting.name]: text } })}
        />
      ))}
    </div>
  );
}
