/** The settings of a run in a line: what people compare runs by. */
import type { SavedRun } from '../../engine/protocol.ts';
import { short } from '../parts/numbers.ts';
import { pretrainedEncoder } from '../train/pretrained-encoder.ts';

/** `width 64, 2 layers; 15 epochs, batch size 32, learning rate 0.001; random split 80/10/10, seed 0` */
export function settingsText({ config, epochs, found }: Pick<SavedRun, 'config' | 'epochs' | 'found'>): string {
  const { training, schedule, split } = config;
  const { width, layers, blocks } = (found?.settings ?? config.model.settings) as Readonly<Record<string, unknown>>;
  const size = [
    typeof width === 'number' && `width ${width}`,
    typeof layers === 'number' && `${layers} ${layers === 1 ? 'layer' : 'layers'}`,
    typeof blocks === 'number' && `${blocks} ${blocks === 1 ? 'block' : 'blocks'}`,
  ];
  const rate = 'learningRate' in schedule ? schedule.learningRate : undefined;
  const steps = [
    training.initFrom === pretrainedEncoder.name && 'from the pre-trained encoder',
    `${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}`,
    `batch size ${training.batchSize}`,
    typeof rate === 'number' && `learning rate ${short(rate)}`,
  ];
  const parts = split.sizes.map((share) => short(100 * share)).join('/');
  const division = [`${split.type.replaceAll('_', ' ')} split ${parts}`, `seed ${training.seed}`];
  return [size, steps, division]
    .map((group) => group.filter((part) => part !== false).join(', '))
    .filter((text) => text !== '')
    .join('; ');
}
