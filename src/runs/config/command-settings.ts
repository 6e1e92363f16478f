/** Settings that commands other than a training have in common, each with what is said of it there. */
import { z } from 'zod';
import { described, redescribed, type SettingMeta, withoutDefault } from '../../config/index.ts';
import { dataSchema } from './data-schema.ts';
import { machineSchema } from './training-schema.ts';

type Says = Partial<SettingMeta>;

/** How a table of molecules is read. group: their heading. */
export function readingSettings(group: string) {
  const { smilesColumns, header } = dataSchema.shape;
  return { smilesColumns: redescribed(smilesColumns, { group }), header: redescribed(header, { group }) };
}

/** The same with the features of its rows, for commands that are given a trained model. */
export function modelTableSettings(group: string) {
  const { featuresPath, featuresIdColumn } = dataSchema.shape;
  const help = 'CSV of the features that the model was trained with, one row per row of the table';
  return {
    featuresPath: redescribed(featuresPath, { group, help }),
    featuresIdColumn: redescribed(featuresIdColumn, { group }),
    ...readingSettings(group),
  };
}

/** What executes. threads: what is said of the number of threads. */
export function machineSettings(group: string, threads: Says = { help: 'number of threads' }) {
  const { shape } = machineSchema;
  return z
    .strictObject({
      threads: redescribed(shape.threads, { group, ...threads }),
      backend: redescribed(shape.backend, { group }),
    })
    .prefault({});
}

/** What executes, for commands that count their threads themselves. */
export function backendSetting(group: string) {
  return machineSettings(group).unwrap().pick({ backend: true }).prefault({});
}

/** The number of threads is that of the cores, divided among trainings that run at the same time. */
export function sharedMachineSettings(group: string) {
  return machineSettings(group, { help: 'threads per training', otherwise: 'cores / jobs' });
}

/** A folder that a command writes. */
export function folderSetting(group: string, help: string, otherwise?: string) {
  return described(z.string().optional(), {
    ...{ group, help, option: 'output-dir', short: 'o', aliases: ['save-dir'], placeholder: 'FOLDER' },
    ...(otherwise !== undefined && { otherwise }),
  });
}

/** A file that a command writes. more: where its option is called otherwise. */
export function fileSetting(group: string, otherwise: string, more: Says = {}) {
  const usual = { group, help: 'output file', short: 'o', placeholder: 'FILE', otherwise };
  return described(z.string().optional(), { ...usual, ...more });
}

export function overwriteSetting(group: string, help: string) {
  return described(z.boolean().default(false), { group, help, isSwitch: true });
}

/** Trainings that run at the same time. */
export function jobsSetting(group: string, otherwise: string) {
  const help = 'trainings that run at the same time';
  return described(z.int().positive().optional(), { group, help, otherwise, placeholder: 'N' });
}

/** A part of the work, for array jobs. */
export function partSetting(group: string, help: string) {
  return described(z.string().optional(), {
    ...{ group, placeholder: 'I/N', otherwise: "the array job's, where it runs in one" },
    help: `${help}; all: everything, also in an array job`,
  });
}

/** How the labels of a table are read, which a run knows of its own. */
export function labelSettings(group: string) {
  const { targetColumns, taskType, labelMap, threshold, censored, maxRejected, unreadableLabels, targetUnit } =
    dataSchema.shape;
  const says = { group, otherwise: 'as in training' };
  return {
    targetColumns: redescribed(targetColumns, { ...says, help: "target columns, in the model's order" }),
    taskType: redescribed(taskType, says),
    maxRejected: withoutDefault(maxRejected, says),
    censored: withoutDefault(censored, says),
    threshold: redescribed(threshold, says),
    unreadableLabels: withoutDefault(unreadableLabels, says),
    targetUnit: redescribed(targetUnit, says),
    labelMap: redescribed(labelMap, says),
  };
}
