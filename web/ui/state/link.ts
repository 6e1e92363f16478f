/**
 * Settings in the address, so that a link opens the page with them: `?epochs=20&optimizer=sam&rho=0.1`. Only what differs from the
 * standard is written, never anything about the data. They are in the query, since going to a step changes the part behind #; links of
 * earlier versions, with the settings behind #, are read too. `?open=ADDRESS` names a model of the same site that the page opens
 * (graphsam serve makes such links).
 */
import { effect } from '@preact/signals';
import { catalog } from './catalog.ts';
import { changeSettings, defaultSettings, type Settings, settings, type Typed } from './settings.ts';

type Plain = { [Key in keyof Settings as Settings[Key] extends string ? Key : never]: string };
const plain = Object.entries(defaultSettings)
  .filter(([, value]) => typeof value === 'string')
  .map(([name]) => name) as (keyof Plain)[];

const openParameter = 'open';
/** Address of the model that the link wants opened. */
export const linkedModel = new URLSearchParams(location.search).get(openParameter);

/** The query; empty where nothing differs. */
function settingsToLink(changed: Settings): string {
  const parameters = new URLSearchParams(linkedModel === null ? {} : { [openParameter]: linkedModel });
  for (const name of plain) if (changed[name] !== defaultSettings[name]) parameters.set(name, changed[name]);
  if (changed.compare) parameters.set('compare', 'yes');
  for (const [name, text] of Object.entries(changed.hyperparameters)) if (text !== '') parameters.set(name, text);
  for (const [name, text] of Object.entries(changed.modelSettings))
    if (text !== '') parameters.set(`model.${name}`, text);
  for (const [path, text] of Object.entries(changed.trainingSettings)) if (text !== '') parameters.set(path, text);
  return parameters.toString();
}

/** What a link says; names that no setting has are taken for hyper-parameters, and refused with a reason when training starts. */
function linkToSettings(link: string): Partial<Settings> {
  const found: Record<string, unknown> = {};
  const hyperparameters: Record<string, string> = {};
  const modelSettings: Record<string, string> = {};
  const trainingSettings: Record<string, string> = {};
  for (const [name, text] of new URLSearchParams(link)) {
    if (name === openParameter) continue;
    if (name === 'compare') found.compare = text !== 'no';
    else if ((plain as string[]).includes(name)) found[name] = text;
    else if (name.startsWith('model.')) modelSettings[name.slice('model.'.length)] = text;
    else if (name.includes('.')) trainingSettings[name] = text;
    else hyperparameters[name] = text;
  }
  return { ...found, ...nonEmpty({ hyperparameters, modelSettings, trainingSettings }) } as Partial<Settings>;
}

function nonEmpty(groups: Readonly<Record<string, Typed>>): Readonly<Record<string, Typed>> {
  return Object.fromEntries(Object.entries(groups).filter(([, group]) => Object.keys(group).length > 0));
}

/** Takes settings from the address once, then keeps the address in step with the form. */
export function followLink(): () => void {
  const isOldLink = location.hash.includes('=');
  const given = isOldLink ? location.hash.slice(1) : location.search.slice(1);
  if (given !== '') changeSettings(linkToSettings(given));
  return effect(() => {
    const link = settingsToLink(settings.value);
    if (!catalog.value) return;
    const step = location.hash.includes('=') ? '' : location.hash;
    history.replaceState(null, '', `${location.pathname}${link === '' ? '' : `?${link}`}${step}`);
  });
}
