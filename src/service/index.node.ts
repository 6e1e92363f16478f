/** Models over HTTP. */
export * from './index.ts';
export { type RunningService, type ServeModelsOptions, serveModels } from './serve-models.node.ts';
