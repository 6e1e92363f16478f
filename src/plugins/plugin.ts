/**
 * Models, optimizers, metrics and kinds of tasks from other packages. A plugin is a module whose default export says what it adds:
 *
 *     import { definePlugin } from 'graphsam';
 *     export default definePlugin({ name: 'my-plugin', models: [myModel] });
 */
import { z } from 'zod';
import { ConfigError, setting } from '../base/index.ts';
import type { Metric } from '../metrics/index.ts';
import { type Model, registerModel } from '../models/index.ts';
import { type MethodDefinition, type RuleDefinition, registerOptimizer } from '../optim/index.ts';
import { registerMetric, registerTask, type TaskDefinition, type TaskType } from '../tasks/index.ts';

/** A metric, and the kinds of tasks that it measures. */
export interface PluginMetric extends Metric {
  readonly taskTypes: readonly TaskType[];
}

export interface Plugin {
  /** As run.json and model files name it. */
  readonly name: string;
  readonly models?: readonly Model[];
  readonly optimizers?: readonly (MethodDefinition | RuleDefinition)[];
  readonly metrics?: readonly PluginMetric[];
  readonly tasks?: readonly TaskDefinition[];
}

/** Plugins as runs record them: by name, and the checksum of the bytes of their module. */
export const pluginRecordsSchema = z.array(z.object({ name: z.string(), checksum: z.string() }).readonly()).readonly();
export type PluginRecord = z.output<typeof pluginRecordsSchema>[number];

const registered: { readonly plugin: Plugin; readonly record: PluginRecord }[] = [];

/** Checks the type of a plugin, and nothing else. */
export function definePlugin(plugin: Plugin): Plugin {
  return plugin;
}

/** Makes known what a plugin adds, in this thread. Throws ConfigError if it has a name that is taken. */
export function registerPlugin(plugin: Plugin, checksum: string): void {
  if (registered.some((known) => known.plugin === plugin)) return;
  for (const model of plugin.models ?? []) registerModel(model);
  for (const optimizer of plugin.optimizers ?? []) registerOptimizer(optimizer);
  for (const task of plugin.tasks ?? []) registerTask(task);
  for (const { taskTypes, ...metric } of plugin.metrics ?? []) registerMetric(metric, taskTypes);
  registered.push({ plugin, record: { name: plugin.name, checksum } });
}

/** All plugins of this thread, for run.json. */
export function pluginRecords(): PluginRecord[] {
  return registered.map(({ record }) => record);
}

/** Those without which a model cannot be used, for its file. */
export function pluginsOfModel({ model, taskType }: { model: string; taskType: TaskType }): PluginRecord[] {
  const hasName = (name: string) => (each: { readonly name: string }) => each.name === name;
  return registered
    .filter(({ plugin }) => plugin.models?.some(hasName(model)) || plugin.tasks?.some(hasName(taskType)))
    .map(({ record }) => record);
}

/**
 * A warning for each plugin that is not what it was when the run was made.
 * where: the run or model file. Throws ConfigError for one that is not loaded.
 */
export function requirePlugins(needed: readonly PluginRecord[] | undefined, where: string): string[] {
  return (needed ?? []).flatMap(({ name, checksum }) => {
    const present = registered.find(({ plugin }) => plugin.name === name);
    if (!present) {
      throw new ConfigError({
        code: 'plugin-missing',
        what: `it needs the plugin ${name} (checksum ${checksum}), which is not loaded`,
        where,
        advice: `Load it: ${setting('run.plugin', 'FILE')}, or loadPlugin in a program.`,
      });
    }
    return present.record.checksum === checksum
      ? []
      : [`The plugin ${name} has changed since ${where} was made: results may differ.`];
  });
}
