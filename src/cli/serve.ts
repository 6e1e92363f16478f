/** `graphsam serve`: trained models over HTTP. */
import { z } from 'zod';
import { plural } from '../base/index.ts';
import { backendSetting } from '../runs/index.ts';
import { serviceOptionsSchema } from '../service/index.ts';
import type { CommandDefinition } from './command.ts';
import { interruptible } from './interrupt.ts';
import type { Output } from './output.ts';
import { commandSettings } from './setting-options.ts';

const settings = commandSettings(
  'serve',
  z.strictObject({
    service: serviceOptionsSchema.prefault({}),
    machine: backendSetting('Service:'),
  }),
);

export const serve: CommandDefinition = {
  name: 'serve',
  summary: 'serve trained models over HTTP',
  description:
    'Answers POST /predict (JSON, or a table of any length), the Open Inference Protocol (/v2) and MLflow (/invocations). The address itself shows a page to try it, and /openapi.json describes all routes. After SIGTERM, requests that have begun are finished.',
  arguments: [
    { syntax: '[RUN...]', help: 'run folders of graphsam train, or their model.onnx; NAME=RUN gives another name' },
  ],
  options: settings.options,
  examples: [
    { command: 'graphsam serve runs/solubility', says: 'on http://127.0.0.1:8080, for this machine only' },
    {
      command: 'graphsam serve --models models --host 0.0.0.0 --api-key-file keys.txt',
      says: 'all models of a folder (models/NAME/VERSION/model.onnx), reloaded when they change, for others with a key',
    },
  ],
  async run(input, output) {
    // Only now: help must not wait for RDKit, ONNX Runtime and the server.
    const { serveModels } = await import('../service/index.node.ts');
    const { service, machine } = settings.read(input.given);
    const log = ({ event, level, ...facts }: Omit<Logged, 'facts'>): void => logged(output, { event, level, facts });
    // From the start on: who stops a service may do so as soon as it has said its address.
    await interruptible(output, 'what was begun is finished', async (signal) => {
      const running = await serveModels({ ...service, runs: input.positional, backend: machine.backend, log });
      const { url, models } = running;
      const listed = models.map(({ name, version }) => `${name} (version ${version})`).join(', ');
      output.result(`Serving ${plural(models.length, 'model')} at ${url}: ${listed || 'none yet'}`, {
        kind: 'start',
        url,
        models,
      });
      if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
      await running.close();
    });
    return 0;
  },
};

interface Logged {
  readonly event: string;
  readonly level: 'info' | 'warning' | 'error';
  readonly facts: Readonly<Record<string, unknown>>;
}

/** A line of text, or with --json one object with the time. */
function logged(output: Output, { event, level, facts }: Logged): void {
  const text = Object.entries(facts).map(([name, value]) => `${name}=${String(value)}`);
  const record = { kind: event, level, time: new Date().toISOString(), ...facts };
  const line = `${record.time} ${level} ${event} ${text.join(' ')}`;
  if (level === 'info') output.say(line, record);
  else output.result(line, record);
}
