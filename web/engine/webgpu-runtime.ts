/** In a file of its own: what it imports is fetched when the GPU is chosen, and not before. */
export { loadWebGpuRuntime } from '../../src/index.web.ts';
