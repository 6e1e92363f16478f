/** What a service can be asked for, checked once; `graphsam serve` makes its options from this schema. */
import { z } from 'zod';
import { described } from '../config/index.ts';

const group = 'Service:';
const limits = 'Limits:';

export const serviceOptionsSchema = z.object({
  models: described(z.string().optional(), {
    group,
    placeholder: 'FOLDER',
    help: 'also serve FOLDER/NAME/VERSION/model.onnx, and follow what is added, changed and removed there',
  }),
  host: described(z.string().default('127.0.0.1'), {
    group,
    placeholder: 'ADDRESS',
    help: 'address to listen on; 0.0.0.0 is reached from other machines',
  }),
  port: described(z.int().min(0).max(65535).default(8080), { group, help: 'port; 0 takes a free one' }),
  apiKeyFile: described(z.string().optional(), {
    group,
    placeholder: 'FILE',
    help: 'file of keys, one a line: requests must bring one (Authorization: Bearer KEY, or X-API-Key)',
  }),
  threads: described(z.int().min(1).optional(), {
    group,
    placeholder: 'N',
    otherwise: 'all cores',
    help: 'threads that predict',
  }),
  applicability: described(z.boolean().default(false), {
    group,
    help: 'also answer the most similar training molecule, of models that keep theirs',
  }),
  coverage: described(z.number().gt(0).lt(1).optional(), {
    group,
    placeholder: 'SHARE',
    help: 'also answer intervals, or sets of classes, that hold the true value with this probability, of models that keep what they need',
  }),
  batchDelayMs: described(z.number().min(0).default(5), {
    group: limits,
    help: 'how long a molecule waits for others to be computed with it',
  }),
  batchSize: described(z.int().min(1).default(64), {
    group: limits,
    help: 'molecules that are computed at once without further waiting',
  }),
  maxWaiting: described(z.int().min(1).default(20_000), {
    group: limits,
    help: 'molecules that may wait; above that number requests get 429 and the time to come back',
  }),
  maxMolecules: described(z.int().min(1).default(10_000), {
    group: limits,
    help: 'molecules of a JSON request; beyond, 413. Tables may be of any length',
  }),
  maxBodyMb: described(z.number().positive().default(16), {
    group: limits,
    help: 'size of a JSON body, in MB; beyond, 413',
  }),
  maxTableMb: described(z.number().positive().default(4096), {
    group: limits,
    help: 'size of a table, in MB; beyond, 413',
  }),
  deadlineSeconds: described(z.number().positive().default(30), {
    group: limits,
    help: 'after which a JSON request gets 504; of a table, how long it may stand still',
  }),
  drainSeconds: described(z.number().min(0).default(30), {
    group: limits,
    help: 'after SIGTERM, how long requests may take to end',
  }),
});

export type ServiceOptions = z.infer<typeof serviceOptionsSchema>;
