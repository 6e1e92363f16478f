/** Models over HTTP. */
export * from './index.ts';
export { serveModels } from './serve-models.node.ts';
