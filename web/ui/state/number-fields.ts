/** The numbers that the form of the second step asks for, and what is wrong with those that were typed, before anything starts. */
import { wrongValue } from '../train/range.ts';
import type { Problem } from './problem.ts';
import { labelOf } from './setting-labels.ts';
import type { Settings } from './settings.ts';

interface NumberField {
  /** Nothing typed: the library's default. */
  readonly hasDefault?: boolean;
  readonly label: string;
  readonly type: 'number' | 'integer';
  readonly range: string;
}

const count = { type: 'integer', range: 'at least 1' } as const;
const share = { type: 'number', range: 'at least 0, at most 100' } as const;

export const numberFields = {
  epochs: { label: labelOf('training.epochs'), ...count, hasDefault: true },
  batchSize: { label: labelOf('training.batchSize'), ...count, hasDefault: true },
  seed: { label: labelOf('training.seed'), type: 'integer', range: `at least 0, at most ${Number.MAX_SAFE_INTEGER}` },
  learningRate: { label: labelOf('schedule.learningRate'), type: 'number', range: 'above 0', hasDefault: true },
  train: { label: labelOf('split.sizes'), ...share, range: 'above 0, at most 100' },
  validation: { label: 'Validation set, %', ...share },
  test: { label: 'Test set, %', ...share },
} satisfies Partial<Record<keyof Settings, NumberField>>;
export type NumberName = keyof typeof numberFields;

const parts = ['train', 'validation', 'test'] as const;
/** Of the sum of the parts, in percent: thirds do not sum to 100 exactly. */
const tolerance = 1e-4;

export function wrongNumber(name: NumberName, text: string): string | undefined {
  const { type, range, hasDefault }: NumberField = numberFields[name];
  if (text.trim() === '') return hasDefault ? undefined : 'A number is needed.';
  return wrongValue(text, type, range);
}

/** Undefined where every number can be used. */
export function numbersProblem(settings: Settings): Problem | undefined {
  const wrong = (Object.keys(numberFields) as NumberName[]).flatMap((name) => {
    const reason = wrongNumber(name, settings[name]);
    return reason === undefined ? [] : [`“${numberFields[name].label}”: ${reason}`];
  });
  if (wrong.length > 0) return { what: wrong.join(' ') };
  const sum = parts.reduce((total, part) => total + Number(settings[part].replace(',', '.')), 0);
  if (Math.abs(sum - 100) < tolerance) return undefined;
  const names = parts.map((part) => `“${numberFields[part].label}”`).join(', ');
  return { what: `${names} sum to ${Number(sum.toPrecision(6))} %`, advice: 'Let them sum to 100 %.' };
}
