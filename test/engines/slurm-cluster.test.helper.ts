/**
 * Slurm on this machine: a controller and two nodes of one core, as root, with an authentication service of their own. Nothing outside
 * the folder is touched, and the ports are free ones, so that it runs beside a Slurm that is installed for use.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { freePorts } from './free-ports.test.helper.ts';
import { atEnd, until } from './small-grid.test.helper.ts';

export interface SlurmCluster {
  /** Standard output of a command of Slurm. Throws if it fails. */
  call(command: string, ...args: readonly string[]): string;
  /**
   * As if the second node had lost its power: its daemon and all that runs there is gone. The controller is told, as watchers of nodes do
   * (by itself it notices after some missed answers, up to a minute later), and the node comes back.
   */
  crashSecondNode(): void;
}

/** What Slurm lacks to run here; undefined: nothing. */
export function missingForSlurm(): string | undefined {
  const lacks = ['munged', 'slurmctld', 'slurmd'].filter((name) => !existsSync(`/usr/sbin/${name}`));
  if (lacks.length > 0) return `needs ${lacks.join(', ')} (Debian's slurm-wlm)`;
  return userInfo().uid === 0 ? undefined : 'needs root';
}

/** Its processes are ended after the test, by their numbers. Throws if the nodes are not idle after half a minute. */
export async function startSlurm(context: TestContext, folder: string): Promise<SlurmCluster> {
  const conf = join(folder, 'slurm.conf');
  for (const name of ['state', 'spool-n1', 'spool-n2']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'munge.key'), randomBytes(64), { mode: 0o400 });
  writeFileSync(conf, configuration(folder, await freePorts(3)));
  const env = { ...process.env, SLURM_CONF: conf };
  const daemon = (command: string, args: readonly string[]): ChildProcess => {
    const child = spawn(command, args, { env, stdio: 'ignore' });
    atEnd(context, () => child.kill('SIGKILL'));
    return child;
  };
  const munge = [
    'key-file=munge.key',
    'socket=munge.socket',
    'pid-file=munge.pid',
    'log-file=munge.log',
    'seed-file=seed',
  ];
  daemon('/usr/sbin/munged', [
    '--foreground',
    '--force',
    ...munge.map((each) => `--${each.replace('=', `=${folder}/`)}`),
  ]);
  await until(
    () => existsSync(join(folder, 'munge.socket')),
    10,
    () => logOf(folder, 'munge.log'),
  );
  daemon('/usr/sbin/slurmctld', ['-D', '-i']);
  daemon('/usr/sbin/slurmd', ['-D', '-N', 'n1']);
  let second = daemon('/usr/sbin/slurmd', ['-D', '-N', 'n2']);
  atEnd(context, () => killProcesses(processesOf(conf, 'n1', 'n2')));
  const call = (command: string, ...args: readonly string[]): string =>
    execFileSync(command, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 20_000 });
  const isUp = (): boolean => {
    try {
      return call('sinfo', '-h', '-t', 'idle', '-o', '%D').trim() === '2';
    } catch {
      return false;
    }
  };
  await until(isUp, 30, () => logOf(folder, 'slurmctld.log'));
  const crashSecondNode = (): void => {
    second.kill('SIGKILL');
    killProcesses(processesOf(conf, 'n2'));
    call('scontrol', 'update', 'NodeName=n2', 'State=DOWN', 'Reason=power');
    second = daemon('/usr/sbin/slurmd', ['-D', '-N', 'n2']);
    try {
      call('scontrol', 'update', 'NodeName=n2', 'State=RESUME');
    } catch (error) {
      // The new daemon may have brought the node back before: then there is nothing to resume.
      if (/down/i.test(call('sinfo', '-h', '-n', 'n2', '-o', '%T'))) throw error;
    }
  };
  return { call, crashSecondNode };
}

/**
 * Process numbers of the daemons that watch over one task each, on nodes of this cluster, and then of the tasks: a daemon that outlives its
 * task for a moment tells the controller that the task has ended, which nobody does where the power fails.
 */
function processesOf(conf: string, ...nodes: readonly string[]): number[] {
  const tasks = readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    const variables = readOr(`/proc/${name}/environ`, '').split('\0');
    const isOurs = variables.includes(`SLURM_CONF=${conf}`);
    return isOurs && nodes.some((node) => variables.includes(`SLURMD_NODENAME=${node}`));
  });
  const parents = tasks.flatMap((name) => /^PPid:\s*(\d+)$/m.exec(readOr(`/proc/${name}/status`, ''))?.[1] ?? []);
  const watchers = parents.filter((parent) => readOr(`/proc/${parent}/comm`, '').startsWith('slurmstepd'));
  return [...new Set([...watchers, ...tasks])].map(Number);
}

function killProcesses(numbers: readonly number[]): void {
  for (const number of numbers) {
    try {
      process.kill(number, 'SIGKILL');
    } catch {
      // It has ended.
    }
  }
}

function readOr(path: string, otherwise: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return otherwise;
  }
}

function logOf(folder: string, name: string): string {
  return readOr(join(folder, name), `no ${name}`).split('\n').slice(-12).join('\n');
}

/** No accounting, no control groups, no limits: what needs neither systemd nor a database. Times are as short as Slurm allows. */
function configuration(folder: string, [controller, ...nodes]: readonly number[]): string {
  const node = (port: number, index: number): string =>
    `NodeName=n${index + 1} NodeHostname=${hostname()} NodeAddr=127.0.0.1 Port=${port} CPUs=1 RealMemory=800 State=UNKNOWN`;
  return `${[
    'ClusterName=test',
    `SlurmctldHost=${hostname()}(127.0.0.1)`,
    `SlurmctldPort=${controller}`,
    'AuthType=auth/munge',
    // How long a task that was sent back to the queue waits is the life of a credential: two minutes unless said otherwise.
    `AuthInfo=socket=${folder}/munge.socket,cred_expire=5`,
    'CredType=cred/munge',
    'MpiDefault=none',
    'ProctrackType=proctrack/linuxproc',
    'TaskPlugin=task/none',
    'SwitchType=switch/none',
    'SelectType=select/cons_tres',
    'SelectTypeParameters=CR_Core',
    'SchedulerType=sched/backfill',
    'SchedulerParameters=sched_interval=1,bf_interval=1',
    'ReturnToService=2',
    'SlurmUser=root',
    'SlurmdUser=root',
    'SlurmdParameters=config_overrides',
    `SlurmctldPidFile=${folder}/slurmctld.pid`,
    `SlurmdPidFile=${folder}/slurmd-%n.pid`,
    `SlurmdSpoolDir=${folder}/spool-%n`,
    `StateSaveLocation=${folder}/state`,
    `SlurmctldLogFile=${folder}/slurmctld.log`,
    `SlurmdLogFile=${folder}/slurmd-%n.log`,
    'JobCompType=jobcomp/none',
    'JobAcctGatherType=jobacct_gather/none',
    'AccountingStorageType=accounting_storage/none',
    ...nodes.map(node),
    'PartitionName=main Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP',
  ].join('\n')}\n`;
}
