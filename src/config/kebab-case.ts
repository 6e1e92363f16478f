/** lossScaled -> loss-scaled, beta1 -> beta1: a key of a configuration as an option has it. */
export function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
