/**
 * Modules in threads and processes of their own, as clients. No import names such a module, only the address of its compiled file; its type does,
 * so that compiler, reader and a search for dead code find the way:
 *
 *     threadClient<typeof import('./some-worker.node.ts')>(new URL('./some-worker.node.js', import.meta.url), { who, advice })
 */
import { requireAddressSpace } from '../address-space.node.ts';
import { Client } from './client.ts';
import { type PeerDescription, peerEnded } from './peer-ended-error.ts';
import { openProcess } from './process-channel.node.ts';
import { openThread } from './thread-channel.node.ts';

/** peer: for the error of calls whose thread ends without an answer. Throws MachineError where a thread has no room. */
export function threadClient<Handlers>(module: URL, peer: PeerDescription): Client<Handlers> {
  requireAddressSpace();
  return new Client(() => openThread(module), { onPeerEnd: peerEnded(peer) });
}

/** peer: for the error of calls whose process ends without an answer. */
export function processClient<Handlers>(module: URL, peer: PeerDescription): Client<Handlers> {
  return new Client(() => openProcess(module), { onPeerEnd: peerEnded(peer) });
}
