/** What reads files of configurations, apart from what a page needs: the parser of YAML. */
export { readYaml } from './read-yaml.ts';
