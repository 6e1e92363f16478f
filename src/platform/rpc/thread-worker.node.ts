/** What a thread begins with: serves the functions of the module that it is given. */
import { parentPort, workerData } from 'node:worker_threads';
import { type PortLike, portChannel } from './port-channel.ts';
import { serve } from './serve.ts';

serve(portChannel(parentPort as unknown as PortLike), await import(workerData));
