/** The ways to ask a service, each with the answer brought into one form: values by name for each molecule, in the order asked. */
import { Agent, request } from 'node:http';

type Values = Readonly<Record<string, unknown>>;

export interface Client {
  post(path: string, type: string, body: string): Promise<{ readonly status: number; readonly text: string }>;
  end(): void;
}

export function clientOf(url: string, connections: number): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const post: Client['post'] = (path, type, body) =>
    new Promise((resolve, reject) => {
      const headers = { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) };
      const asked = request(url + path, { method: 'POST', agent, headers }, (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (piece) => {
          text += piece;
        });
        answer.on('end', () => resolve({ status: answer.statusCode!, text }));
        answer.on('error', reject);
      });
      asked.on('error', reject);
      asked.end(body);
    });
  return { post, end: () => agent.destroy() };
}

/** Undefined: a molecule without values. Throws for any other status than 200. */
export type Way = (client: Client, smiles: readonly string[]) => Promise<(Values | undefined)[]>;

const json = 'application/json';

async function answered(client: Client, path: string, [type, body]: readonly [string, string]): Promise<string> {
  const { status, text } = await client.post(path, type, body);
  if (status !== 200) throw new Error(`${path}: ${status} ${text.slice(0, 200)}`);
  return text;
}

/** fields: names of the values of the model called `model`. */
export function waysToAsk(model: string, fields: readonly string[]): Readonly<Record<string, Way>> {
  const unlessEmpty = (values: Values): Values | undefined =>
    fields.every((name) => values[name] === null || values[name] === '') ? undefined : values;
  return {
    plain: async (client, smiles) => {
      const text = await answered(client, '/predict', [json, JSON.stringify({ smiles })]);
      const { predictions } = JSON.parse(text) as { predictions: { smiles: string; values: Values | null }[] };
      return predictions.map(({ values }) => values ?? undefined);
    },
    inference: async (client, smiles) => {
      const inputs = [{ name: 'smiles', shape: [smiles.length], datatype: 'BYTES', data: smiles }];
      const text = await answered(client, `/v2/models/${model}/infer`, [json, JSON.stringify({ inputs })]);
      const { outputs } = JSON.parse(text) as { outputs: { name: string; data: unknown[] }[] };
      return smiles.map((_, at) => unlessEmpty(Object.fromEntries(outputs.map(({ name, data }) => [name, data[at]]))));
    },
    mlflow: async (client, smiles) => {
      const text = await answered(client, '/invocations', [json, JSON.stringify({ inputs: smiles })]);
      return (JSON.parse(text) as { predictions: Values[] }).predictions.map(unlessEmpty);
    },
    table: async (client, smiles) => {
      const text = await answered(client, '/predict', ['text/csv', `smiles\n${smiles.join('\n')}\n`]);
      const [header, ...lines] = text.trim().split('\n');
      const names = header!.split(',');
      return lines.map((line) => {
        const cells = line.split(',');
        return unlessEmpty(Object.fromEntries(names.map((name, at) => [name, cells[at]])));
      });
    },
  };
}
