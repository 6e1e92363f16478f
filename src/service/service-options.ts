/** What a service can be asked for, checked once; `graphsam serve` makes its options from this schema. */
import { z } from 'zod';
import { described } from '../config/index.ts';

const group = 'Service:';
const limits = 'Limits:';

export const serviceOptionsSchema = z.object({
  models: described(z.string().optional(), {
    group,
    placeholder: 'FOLDER',
    help: 'also serve FOLDER/NAME/VERSION/model.onnx, and reload what is added, changed or removed there',
  }),
  host: described(z.string().default('127.0.0.1'), {
    group,
    placeholder: 'ADDRESS',
    help: 'address to listen on; 0.0.0.0 can be reached from other machines',
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
    help: 'also return the most similar training molecule, for models that store theirs',
  }),
  coverage: described(z.number().gt(0).lt(1).optional(), {
    group,
    placeholder: 'FRACTION',
    help: 'also return intervals, or sets of classes, that contain the true value with this probability, for models that store what is needed',
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
    help: 'molecules that may wait; above that number requests get 429 with the time to wait',
  }),
  maxMolecules: described(z.int().min(1).default(10_000), {
    group: limits,
    help: 'largest number of molecules in a JSON request, else 413; tables may be of any length',
  }),
  maxBodyMb: described(z.number().positive().default(16), {
    group: limits,
    help: 'largest JSON body in MB, else 413',
  }),
  maxTableMb: described(z.number().positive().default(4096), {
    group: limits,
    help: 'largest table in MB, as it is sent and unpacked, else 413',
  }),
  deadlineSeconds: described(z.number().positive().default(30), {
    group: limits,
    help: 'time after which a JSON request gets 504, and a table that makes no progress is given up',
  }),
  drainSeconds: described(z.number().min(0).default(30), {
    group: limits,
    help: 'after SIGTERM, how long requests may take to end',
  }),
});

export type ServiceOptions = z.infer<typeof serviceOptionsSchema>;
