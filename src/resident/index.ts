/** Vectors that stay in the memory of a device. */
export { ResidentVectors } from './resident-vectors.ts';
