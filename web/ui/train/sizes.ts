/** How large a network the form offers: the authors' own width, or less of it. A browser tab has one thread and little memory. */
import type { ModelDescription } from '../../engine/protocol.ts';

export interface Size {
  readonly name: string;
  readonly title: string;
  readonly help: string;
  /** Put over the preset. */
  readonly settings: (model: ModelDescription | undefined) => Readonly<Record<string, unknown>>;
}

export const sizes: readonly Size[] = [
  { name: 'small', title: 'Small', help: 'A quarter of the published width: seconds an epoch.', settings: narrower(4) },
  {
    name: 'medium',
    title: 'Medium',
    help: 'Half the published width; with CoMPT the network of the command line.',
    settings: narrower(2),
  },
  { name: 'full', title: 'As published', help: 'Width and layers of the paper: slowest.', settings: () => ({}) },
];

/** A width that 8 attention heads divide, as all presets ask for. */
function narrower(factor: number): Size['settings'] {
  return (model) => {
    const width = model?.settings.find(({ name }) => name === 'width')?.default;
    return typeof width === 'number' ? { width: Math.max(8, 8 * Math.round(width / factor / 8)) } : {};
  };
}
