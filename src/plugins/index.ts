/** What other packages add: models, optimizers, metrics, kinds of tasks. */
export {
  definePlugin,
  type Plugin,
  type PluginMetric,
  pluginRecords,
  pluginRecordsSchema,
  pluginsOfModel,
  requirePlugins,
} from './plugin.ts';
