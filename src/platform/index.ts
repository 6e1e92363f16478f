/** Calls between threads, processes and a page: what runs in Node and in browsers alike. */
export type { PeerEnd } from './rpc/channel.ts';
export { Client } from './rpc/client.ts';
export { type PeerDescription, PeerEndedError } from './rpc/peer-ended-error.ts';
export { type PortLike, portChannel } from './rpc/port-channel.ts';
export type { CallContext, JobContext } from './rpc/protocol.ts';
export { serve } from './rpc/serve.ts';
export { packError, type TransferredError, unpackError } from './rpc/transferred-error.ts';
