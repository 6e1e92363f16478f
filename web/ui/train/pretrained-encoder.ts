/** What the form says of assets/encoder.safetensors before it is loaded; a test compares it with the file. */
export const pretrainedEncoder = {
  /** As configurations name it. */
  name: 'builtin',
  model: 'compt',
  megabytes: 1.7,
  molecules: 1_029_572,
} as const;
