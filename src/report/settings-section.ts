/** Every setting of a run, those that were chosen before those that are the default. */
import { formatCount } from '../base/index.ts';
import { dataTable, markup, type PageSection } from '../charts/index.ts';
import type { ReportedRun } from './reported-run.ts';
import { settingsOf } from './settings.ts';

/** Sections that say how it was trained: shown whether or not they are the default. */
const important = /^(optimizer|schedule|training|split)\./;

export function settingsSection({ facts }: ReportedRun): PageSection {
  const settings = settingsOf(facts);
  const shown = settings.filter(({ name, differs }) => differs || important.test(name));
  const others = settings.filter((setting) => !shown.includes(setting));
  const { name, preset, parameters } = facts.model;
  const table = {
    header: ['setting', 'value', 'default'],
    rows: shown.map((setting) => [setting.name, setting.value, setting.differs ? setting.usual || 'none' : 'the same']),
  };
  const rest = { header: ['setting', 'value'], rows: others.map((setting) => [setting.name, setting.value]) };
  return {
    id: 'settings',
    title: 'Settings',
    content: markup`<p>Model ${name}${preset === undefined ? '' : `, preset ${preset}`}, ${formatCount(parameters)} parameters. Names are those of run.json; settings that differ from the default come first.</p>
${dataTable(table, 'Settings')}
<details><summary>Other settings and preset values (${formatCount(others.length)})</summary>${dataTable(rest, 'Other settings')}</details>`,
  };
}
