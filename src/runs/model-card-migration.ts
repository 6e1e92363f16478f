/** Cards of older formats, brought to the present one. */
import { formerAtomOrder } from '../data/index.ts';
import { modelCardFormat } from './model-card.ts';
import { americanSettings } from './run-file-migration.ts';

interface OldCard {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly standardisation?: unknown;
  readonly featuriser?: unknown;
}

/** parsed: of a file that says `format`; of none that is known, as it is. */
export function upgradedCard(parsed: unknown, format: unknown): unknown {
  if (format === 1) return fromFormat3(fromFormat2(fromFormat1(parsed as OldCard)));
  if (format === 2) return fromFormat3(fromFormat2(parsed as object));
  if (format === 3) return fromFormat3(parsed as object);
  return format === 4 || format === 5 ? fromFormat4(parsed as object) : parsed;
}

/**
 * Format 4 knew no trees. In format 5 a network that walks empty rows (`readoutPadding`) had them in its encoder, too: such files are no
 * longer read (`hasFormerPadding`).
 */
function fromFormat4(card: object): object {
  return { ...card, format: modelCardFormat };
}

/** Whether the network asks for inputs that are no longer made. */
export function hasFormerPadding(parsed: unknown, format: unknown): boolean {
  const { settings } = (parsed ?? {}) as OldCard;
  return typeof format === 'number' && format < 6 && settings?.readoutPadding === 'maxAtoms';
}

/** Format 3 knew one generator of molecule features. */
function fromFormat3(card: { readonly features?: { readonly generator?: string } }): object {
  const { features, ...same } = card;
  if (!features) return fromFormat4(same);
  const { generator, ...others } = features;
  const generators = generator === undefined ? [] : [generator];
  return fromFormat4({ ...same, features: { ...others, generators } });
}

/** Format 2 knew atoms only in the order that they were written in. */
function fromFormat2(card: object): object {
  return { ...card, atomOrder: formerAtomOrder };
}

/** Format 1, of graphsam 0.1.0, spelled some names the British way. */
function fromFormat1({ settings, standardisation, featuriser, ...same }: OldCard): object {
  return {
    ...same,
    ...(settings !== undefined && { settings: americanSettings(settings) }),
    ...(standardisation !== undefined && { standardization: standardisation }),
    ...(featuriser !== undefined && { featurizer: featuriser }),
  };
}
