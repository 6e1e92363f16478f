/** Names between the library (camelCase) and the command line (kebab-case). */

/** lossScaled -> loss-scaled, beta1 -> beta1. */
export function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
