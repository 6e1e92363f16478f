/** A document from its words and its tables. */
import { ConfigError } from '../../src/base/errors.ts';

export type Sections = Readonly<Record<string, () => string | Promise<string>>>;

/** Each line `{{name}}` of the template becomes that section. Throws ConfigError, with the line, for a name that no section has. */
export async function fillTemplate(template: string, sections: Sections, where: string): Promise<string> {
  const lines = template.split('\n').map((line, index) => {
    const name = /^\{\{([\w-]+)\}\}$/.exec(line)?.[1];
    if (name === undefined) return line;
    const section = sections[name];
    if (!section) {
      throw new ConfigError({
        what: `no section is called ${name}`,
        where: `${where}, line ${index + 1}`,
        advice: `Known: ${Object.keys(sections).join(', ')}.`,
      });
    }
    return section();
  });
  return (await Promise.all(lines)).map((part) => part.trimEnd()).join('\n');
}

/** The text between `<!-- name -->` and `<!-- /name -->` replaced; each mark stands on a line of its own. */
export function replaceBetween(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) {
    throw new ConfigError({
      what: `the marks ${start.trim()} and ${end} are missing`,
      where: 'README.md',
      advice: 'Put them around the table.',
    });
  }
  return `${text.slice(0, from)}${start}\n${content.trim()}\n\n${text.slice(to)}`;
}
