/** An optimizer by the name of its paper. */
import { catalogue } from '../state/engine.ts';

export function titleOfRun({ title }: { readonly title: string }): string {
  return catalogue.value?.optimizers.find(({ name }) => name === title)?.title ?? title;
}
