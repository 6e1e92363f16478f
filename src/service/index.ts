/** What can be asked of a service, as a schema: the rest of the folder needs Node. */
export { serviceOptionsSchema } from './service-options.ts';
