/**
 * A grid on Slurm itself: a controller and two nodes on this machine, as root. One task is sent back to the queue in the middle of its
 * training, and one node is killed; the results are those of one process.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { folderWith, graphsam } from './command-line.ts';
import { regressionTable } from './small-tables.ts';

const grid = `
datasets: [{ paths: [table.csv], label: chains }]
models: [{ name: compt, settings: { width: 16, heads: 2, layers: 1 } }]
optimizers: [adam]
seeds: [0, 1, 2]
training: { epochs: 40 }
`;
const names = [0, 1, 2].map((seed) => `chains-compt-adam-random-seed${seed}`);

test('an array on two nodes, a task sent back to the queue and a node killed: the results are those of one process', {
  timeout: 400_000,
  skip: missing(),
}, async (context) => {
  const files = { 'table.csv': regressionTable(), 'grid.yaml': grid };
  const [folder, alone] = [folderWith(context, files), folderWith(context, files)];
  const slurm = startSlurm(context, folder);
  await until(() => slurm.call('sinfo', '-h', '-t', 'idle', '-o', '%D').trim() === '2');
  const written = await graphsam(['submit', 'slurm', 'grid.yaml', '-o', 'out', '--memory', '700'], folder);
  assert.equal(written.code, 0, written.stderr);
  const [, array, tables] = /array (\d+), tables (\d+)/.exec(slurm.call('bash', join(folder, 'out/submit/send.sh')))!;
  const begun = (name: string): boolean => existsSync(join(folder, 'out/runs', name, 'checkpoint.safetensors'));
  await until(() => begun(names[0]!) && begun(names[1]!));
  slurm.call('scontrol', 'requeue', `${array}_1`);
  const logOf = (task: number): string => readFileSync(join(folder, `out/submit/log-${array}_${task}.txt`), 'utf8');
  await until(() => /Interrupted|interrupted/.test(logOf(1)));
  slurm.killNode();
  const begin = (): void => {
    // Slurm lets a task that was sent back wait for two minutes.
    for (const task of [1, 2, 3]) slurm.try('scontrol', 'update', `JobId=${array}_${task}`, 'StartTime=now');
  };
  await until(() => {
    begin();
    return slurm.call('squeue', '-h', '-j', `${array},${tables}`).trim() === '';
  });
  assert.match(readFileSync(join(folder, `out/submit/log-tables-${tables}.txt`), 'utf8'), /\| compt \| adam \| /);
  assert.equal((await graphsam(['compare', 'grid.yaml', '-o', 'out', '--threads', '1'], alone)).code, 0);
  for (const name of names) {
    for (const file of ['model.onnx', 'predictions.csv']) {
      const [one, other] = [folder, alone].map((each) => readFileSync(join(each, 'out/runs', name, file)));
      assert.ok(one!.equals(other!), `${name}/${file}`);
    }
  }
});

function missing(): string | false {
  const lacks = ['munged', 'slurmctld', 'slurmd'].filter((name) => !existsSync(`/usr/sbin/${name}`));
  if (lacks.length > 0) return `needs ${lacks.join(', ')} (Debian's slurm-wlm)`;
  return userInfo().uid === 0 ? false : 'needs root';
}

interface Slurm {
  call(command: string, ...args: readonly string[]): string;
  /** What fails is nothing. */
  try(command: string, ...args: readonly string[]): void;
  /** Kills the daemon of the second node, and starts it again. */
  killNode(): void;
}

/** Ended after the test, by their process numbers. */
function startSlurm(context: TestContext, folder: string): Slurm {
  const state = join(folder, 'slurm');
  for (const name of ['state', 'spool-n1', 'spool-n2']) mkdirSync(join(state, name), { recursive: true });
  const conf = join(state, 'slurm.conf');
  writeFileSync(conf, configuration(state));
  const env = { ...process.env, SLURM_CONF: conf };
  const daemon = (command: string, args: readonly string[]): ChildProcess => {
    const child = spawn(command, args, { env, stdio: 'ignore' });
    context.after(() => child.kill('SIGKILL'));
    return child;
  };
  mkdirSync('/run/munge', { recursive: true });
  execFileSync('chown', ['munge', '/run/munge']);
  if (!existsSync('/run/munge/munge.socket.2'))
    daemon('runuser', ['-u', 'munge', '--', '/usr/sbin/munged', '--foreground']);
  daemon('/usr/sbin/slurmctld', ['-D', '-i']);
  daemon('/usr/sbin/slurmd', ['-D', '-N', 'n1']);
  const second = daemon('/usr/sbin/slurmd', ['-D', '-N', 'n2']);
  const call = (command: string, ...args: readonly string[]): string =>
    execFileSync(command, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  return {
    call: (command, ...args) => {
      try {
        return call(command, ...args);
      } catch {
        return 'it does not answer';
      }
    },
    try: (command, ...args) => {
      try {
        call(command, ...args);
      } catch {
        // It is not waiting.
      }
    },
    killNode: () => {
      second.kill('SIGKILL');
      daemon('/usr/sbin/slurmd', ['-D', '-N', 'n2']);
    },
  };
}

function configuration(state: string): string {
  const node = (name: string, port: number): string =>
    `NodeName=${name} NodeHostname=${hostname()} NodeAddr=127.0.0.1 Port=${port} CPUs=1 RealMemory=800 State=UNKNOWN`;
  return `${[
    'ClusterName=test',
    `SlurmctldHost=${hostname()}(127.0.0.1)`,
    'AuthType=auth/munge',
    'CredType=cred/munge',
    'MpiDefault=none',
    'ProctrackType=proctrack/linuxproc',
    'TaskPlugin=task/none',
    'ReturnToService=2',
    'SlurmctldPort=16817',
    `SlurmctldPidFile=${state}/slurmctld.pid`,
    `SlurmdPidFile=${state}/slurmd-%n.pid`,
    `SlurmdSpoolDir=${state}/spool-%n`,
    `StateSaveLocation=${state}/state`,
    'SlurmUser=root',
    'SlurmdUser=root',
    'SwitchType=switch/none',
    'SchedulerType=sched/backfill',
    'SelectType=select/cons_tres',
    'SelectTypeParameters=CR_Core',
    'JobCompType=jobcomp/none',
    'JobAcctGatherType=jobacct_gather/none',
    'AccountingStorageType=accounting_storage/none',
    `SlurmctldLogFile=${state}/slurmctld.log`,
    `SlurmdLogFile=${state}/slurmd-%n.log`,
    'SlurmdParameters=config_overrides',
    node('n1', 17001),
    node('n2', 17002),
    'PartitionName=main Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP',
  ].join('\n')}\n`;
}

async function until(isSo: () => boolean): Promise<void> {
  for (let count = 0; count < 600; count++) {
    if (isSo()) return;
    await setTimeout(300);
  }
  throw new Error('it never came');
}
