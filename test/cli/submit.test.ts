/** `graphsam submit`: what it writes is what the schedulers read. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { z } from 'zod';
import { slurmFiles } from '../../src/experiments/index.ts';
import { assertRefusal, assertRefused, folderWith, graphsam } from './command-line.ts';
import { regressionTable } from './small-tables.ts';

const grid = `
datasets: [{ paths: [table.csv], label: chains }]
models: [{ name: compt, settings: { width: 16, heads: 2, layers: 1 } }]
optimizers: [adam]
seeds: [0, 1, 2, 3]
training: { epochs: 1 }
`;
const files = { 'table.csv': regressionTable(), 'grid.yaml': grid };

/**
 * What is used of the API's published description of a Job (batch/v1), with its rules between fields: FailIndex needs backoffLimitPerIndex,
 * a policy for failures needs pods that are not restarted. Unknown keys are refused, as kubectl --validate does.
 */
const quantity = z.string().regex(/^\d+(Mi|Gi|m)?$/);
const podSpec = z.strictObject({
  restartPolicy: z.enum(['Never', 'OnFailure']),
  terminationGracePeriodSeconds: z.int().optional(),
  activeDeadlineSeconds: z.int().optional(),
  containers: z
    .array(
      z.strictObject({
        name: z.string(),
        image: z.string(),
        command: z.array(z.string()),
        workingDir: z.string().startsWith('/'),
        env: z.array(z.strictObject({ name: z.string(), value: z.string() })),
        resources: z.strictObject({
          requests: z.strictObject({ cpu: quantity, memory: quantity }),
          limits: z.strictObject({ memory: quantity }).catchall(quantity),
        }),
        volumeMounts: z.array(z.strictObject({ name: z.string(), mountPath: z.string() })),
      }),
    )
    .length(1),
  volumes: z.array(
    z.strictObject({ name: z.string(), persistentVolumeClaim: z.strictObject({ claimName: z.string() }) }),
  ),
});
const failureRule = z.union([
  z.strictObject({
    action: z.literal('Ignore'),
    onPodConditions: z.array(z.strictObject({ type: z.string(), status: z.literal('True') })),
  }),
  z.strictObject({
    action: z.literal('FailIndex'),
    onExitCodes: z.strictObject({
      containerName: z.string(),
      operator: z.enum(['In', 'NotIn']),
      values: z.array(z.int().positive()).min(1),
    }),
  }),
]);
const jobSchema = z.strictObject({
  apiVersion: z.literal('batch/v1'),
  kind: z.literal('Job'),
  metadata: z.strictObject({ name: z.string().regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/) }),
  spec: z
    .strictObject({
      completionMode: z.enum(['Indexed', 'NonIndexed']).optional(),
      completions: z.int().positive().optional(),
      parallelism: z.int().positive().optional(),
      backoffLimit: z.int().optional(),
      backoffLimitPerIndex: z.int().optional(),
      podFailurePolicy: z.strictObject({ rules: z.array(failureRule).max(20) }).optional(),
      template: z.strictObject({ spec: podSpec }),
    })
    .refine((spec) => spec.podFailurePolicy === undefined || spec.template.spec.restartPolicy === 'Never')
    .refine((spec) => spec.backoffLimitPerIndex === undefined || spec.completionMode === 'Indexed'),
});

test('for Kubernetes it writes an Indexed Job as the API describes it, and one that makes the tables', async (context) => {
  const folder = folderWith(context, files);
  const args = ['submit', 'kubernetes', 'grid.yaml', '-o', 'out', '--memory', '1024', '--cores', '2'];
  await assertRefused(args, folder, { exit: 2, code: 'missing-value', names: /--image/ });
  const { code, stdout, stderr } = await graphsam(
    [...args, '--image', 'registry/graphsam', '--claim', 'shared'],
    folder,
  );
  assert.equal(code, 0, stderr);
  assert.match(stdout, /4 runs in 4 tasks of 2 cores and 1024 MiB.*\nTo send it: kubectl apply -f /);
  const read = (name: string) => jobSchema.parse(parse(readFileSync(join(folder, 'out', 'submit', name), 'utf8')));
  const array = read('array.yaml').spec;
  assert.equal(array.completions, 4);
  const [container] = array.template.spec.containers;
  assert.deepEqual(container!.env, [{ name: 'GRAPHSAM_PARTS', value: '4' }]);
  assert.deepEqual(container!.command.slice(0, 2), ['graphsam', 'compare']);
  assert.deepEqual(read('collect.yaml').spec.template.spec.containers[0]!.command.slice(-2), ['--part', 'all']);
});

test('for Slurm it writes an array with measured memory, whose tasks train their parts, and sends it with the tables after it', {
  timeout: 120_000,
}, async (context) => {
  const folder = folderWith(context, files);
  const { code, stdout, stderr } = await graphsam(
    ['submit', 'slurm', 'grid.yaml', '-o', 'out', '--tasks', '2', '--hours', '1.5'],
    folder,
  );
  assert.equal(code, 0, stderr);
  const [, memory] = /4 runs in 2 tasks of 1 core and (\d+) MiB/.exec(stdout)!;
  assert.ok(Number(memory) >= 256 && Number(memory) <= 4096, `${memory} MiB`);
  const submitted = join(folder, 'out', 'submit');
  assert.deepEqual(readdirSync(submitted), ['array.sh', 'collect.sh', 'send.sh']);
  const array = readFileSync(join(submitted, 'array.sh'), 'utf8');
  for (const line of [
    '--array=1-2',
    `--mem=${memory}M`,
    '--time=90',
    '--requeue',
    '--signal=B:TERM@120',
    `--chdir=${folder}`,
  ])
    assert.ok(array.includes(`\n#SBATCH ${line}\n`), line);

  // An sbatch of our own that remembers what it was given.
  writeFileSync(join(folder, 'sbatch'), `#!/bin/bash\necho "$@" >> ${join(folder, 'sent')}\necho 77\n`);
  chmodSync(join(folder, 'sbatch'), 0o755);
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
  const sent = spawnSync('bash', [join(submitted, 'send.sh')], { env, encoding: 'utf8' });
  assert.equal(sent.stdout, 'array 77, tables 77\n', sent.stderr);
  assert.match(
    readFileSync(join(folder, 'sent'), 'utf8'),
    /array\.sh\n--parsable --dependency=afterany:77 .*collect\.sh\n$/,
  );

  const task = { SLURM_ARRAY_TASK_ID: '2', SLURM_ARRAY_TASK_MIN: '1', SLURM_ARRAY_TASK_COUNT: '2' };
  const trained = spawnSync('bash', [join(submitted, 'array.sh')], {
    env: { ...process.env, ...task },
    cwd: folder,
    encoding: 'utf8',
  });
  assert.equal(trained.status, 0, trained.stderr);
  assert.match(trained.stdout, /Part 2 of 2: 2 of 2 runs finished/);
  assert.deepEqual(
    readdirSync(join(folder, 'out', 'runs')),
    [1, 3].map((seed) => `chains-compt-adam-random-seed${seed}`),
  );
});

test('with a GPU as the device each task asks for a card, and the job that makes the tables for none', async (context) => {
  const folder = folderWith(context, files);
  const ask = (...args: string[]) => graphsam(['submit', ...args, '--memory', '512', '--command', 'graphsam'], folder);
  const read = (name: string) => readFileSync(join(folder, 'comparison', 'submit', name), 'utf8');
  const slurm = await ask('slurm', 'grid.yaml', '--device', 'webgpu', '--gpu', 'gpu:a100:1');
  assert.equal(slurm.code, 0, slurm.stderr);
  assert.match(read('array.sh'), /\n#SBATCH --gres=gpu:a100:1\nexec graphsam compare .* --device webgpu\n$/);
  assert.doesNotMatch(read('collect.sh'), /gres|device/);
  const place = ['--image', 'registry/graphsam', '--claim', 'shared'];
  const kubernetes = await ask('kubernetes', 'grid.yaml', ...place, '--device', 'cuda');
  assert.equal(kubernetes.code, 0, kubernetes.stderr);
  const containerIn = (name: string) => jobSchema.parse(parse(read(name))).spec.template.spec.containers[0]!;
  const { resources, command, env } = containerIn('array.yaml');
  assert.deepEqual(resources.limits, { memory: '512Mi', 'nvidia.com/gpu': '1' });
  assert.deepEqual(command.slice(-2), ['--device', 'cuda']);
  assert.ok(env.some(({ name, value }) => name === 'NVIDIA_DRIVER_CAPABILITIES' && value === 'all'));
  assert.deepEqual(containerIn('collect.yaml').resources.limits, { memory: '512Mi' });
  const refused = await ask('slurm', 'grid.yaml', '--gpu', 'gpu:1', '--json');
  assertRefusal(refused, { exit: 2, code: 'contradicting-settings', setting: '/submit/gpu', names: /gpu:1/ });
});

test('an unknown scheduler is refused', async (context) => {
  await assertRefused(['submit', 'slrum', 'grid.yaml'], folderWith(context, files), {
    exit: 2,
    code: 'unknown-name',
    names: /slurm.*kubernetes.*slrum/,
  });
});

test('sbatch reads the paths of its lines as they are, whatever is in them', () => {
  const place = { workingFolder: `/a/it's "b"`, grid: 'grid.yaml', folder: '/a/50%j \\ c' };
  const job = { ...place, command: 'graphsam', tasks: 1, cores: 1, memoryMiB: 256 };
  const array = slurmFiles(job)['array.sh']!;
  assert.ok(array.includes(`\n#SBATCH --chdir="/a/it's \\"b\\""\n`), array);
  assert.ok(array.includes('\n#SBATCH --output="/a/50%%j \\\\ c/submit/log-%A_%a.txt"\n'), array);
});
