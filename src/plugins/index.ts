/** What other packages add: models, optimizers, metrics, kinds of tasks. */
export {
  definePlugin,
  type Plugin,
  type PluginMetric,
  type PluginRecord,
  pluginRecords,
  pluginsOfModel,
  requirePlugins,
} from './plugin.ts';
