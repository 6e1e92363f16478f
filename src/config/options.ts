/** Hyper-parameters of an optimizer or settings of a model, as help, documentation and forms show them; made from their schema. */
import { z } from 'zod';
import type { Aliases } from './check-shape.ts';
import { type Bounds, rangeOf } from './range.ts';

/** An option as help and documentation show it. */
export interface OptionDescription {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly type: 'number' | 'integer' | 'boolean' | 'choice';
  /** Of a choice. */
  readonly values?: readonly string[];
  readonly default: number | boolean | string | undefined;
  /** For instance `0 to 1`, `above 0`. */
  readonly range: string;
  readonly description: string;
}

export function describeOptions(schema: z.ZodObject, aliases: Aliases = {}): OptionDescription[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input' }) as { properties?: Record<string, JsonSchema> };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    aliases: Object.keys(aliases).filter((alias) => aliases[alias] === name),
    type: property.enum ? 'choice' : (property.type as 'number' | 'integer' | 'boolean'),
    ...(property.enum && { values: property.enum }),
    default: property.default,
    range: rangeOf(property),
    description: property.description ?? '',
  }));
}

interface JsonSchema extends Bounds {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly default?: number | boolean | string;
  readonly description?: string;
}
