/**
 * A comparison for Kubernetes: an Indexed Job, one index a part, and a Job that makes the tables. A pod that was evicted begins again and
 * continues; an index whose settings, data or model cannot be used (our exit codes 2, 3, 4) is not tried again.
 * Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/job-v1 (backoffLimitPerIndex: since 1.33).
 */
import { stringify } from 'yaml';
import { type ArrayJob, graceSeconds } from './array-job.ts';

export interface PodSettings {
  readonly image: string;
  /** Persistent volume claim that holds grid, tables and folder. */
  readonly claim: string;
  /** Where it is mounted: an absolute path, above the working folder. */
  readonly mount: string;
}

/** Contents by file name. */
export function kubernetesFiles(job: ArrayJob, pod: PodSettings): Readonly<Record<string, string>> {
  const array = {
    completionMode: 'Indexed',
    completions: job.tasks,
    parallelism: Math.min(10, job.tasks),
    backoffLimitPerIndex: 3,
    podFailurePolicy: {
      rules: [
        { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
        {
          action: 'FailIndex',
          onExitCodes: { containerName: 'graphsam', operator: 'In', values: [2, 3, 4] },
        },
      ],
    },
    template: podTemplate(job, pod, { args: job.device === undefined ? [] : ['--device', job.device], gpu: job.gpu }),
  };
  const collect = { backoffLimit: 3, template: podTemplate(job, pod, { args: ['--part', 'all'] }) };
  return {
    'array.yaml': stringify(manifest('graphsam', array)),
    'collect.yaml': stringify(manifest('graphsam-tables', collect)),
  };
}

function manifest(name: string, spec: object): object {
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name }, spec };
}

/** What a pod is given beside the rest. args: of the command. */
interface Further extends Pick<ArrayJob, 'gpu'> {
  readonly args: readonly string[];
}

function podTemplate(job: ArrayJob, { image, claim, mount }: PodSettings, { args: further, gpu }: Further): object {
  const { command, grid, folder, cores, memoryMiB, tasks, workingFolder, hours } = job;
  const args = ['compare', grid, '-o', folder, '--jobs', '1', '--threads', String(cores), ...further];
  const resources = { cpu: String(cores), memory: `${memoryMiB}Mi` };
  // A card with less than all capabilities has no Vulkan.
  const capabilities = gpu ? [{ name: 'NVIDIA_DRIVER_CAPABILITIES', value: 'all' }] : [];
  return {
    spec: {
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: graceSeconds,
      ...(hours !== undefined && { activeDeadlineSeconds: Math.ceil(hours * 3600) }),
      containers: [
        {
          name: 'graphsam',
          image,
          command: [...command.split(' '), ...args],
          workingDir: workingFolder,
          env: [{ name: 'GRAPHSAM_PARTS', value: String(tasks) }, ...capabilities],
          resources: {
            requests: resources,
            limits: { memory: resources.memory, ...(gpu && { [gpu.name ?? 'nvidia.com/gpu']: '1' }) },
          },
          volumeMounts: [{ name: 'shared', mountPath: mount }],
        },
      ],
      volumes: [{ name: 'shared', persistentVolumeClaim: { claimName: claim } }],
    },
  };
}
