/** Plugins as files and packages. */
export * from './index.ts';
export { loadInheritedPlugins, loadPlugin } from './load-plugin.node.ts';
