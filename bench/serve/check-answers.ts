/** Many small requests in every way, each answer compared with the file prediction of its molecules. */
import type { FilePrediction } from './expected.ts';
import { type Client, clientOf, waysToAsk } from './ways.ts';

export interface CheckOptions {
  readonly requests: number;
  /** In ms of performance.now(): nothing more is asked then. */
  readonly until: number;
  /** Requests at a time. */
  readonly connections: number;
  readonly model: string;
  /** Told how many requests are answered, now and then. */
  readonly onProgress: (answered: number) => void;
}

export interface Checked {
  readonly requests: number;
  readonly molecules: number;
  /** Largest difference of a number, relative where it is larger than 1. */
  readonly largest: number;
  /** Answers of another molecule or none: what was asked and what came. */
  readonly wrong: readonly string[];
  readonly failed: readonly string[];
}

const tolerance = 1e-5;
/** Every 4th request brings 3 molecules, the others 1. */
const [severalEvery, several] = [4, 3];
/** Every 20th request is a table: it costs a file and a stream each. */
const tableEvery = 20;

/** Molecules go round, so that those of neighbors in time are never the same. */
export async function checkAnswers(url: string, expected: FilePrediction, options: CheckOptions): Promise<Checked> {
  const { requests, until, connections, model, onProgress } = options;
  const { table, ...others } = waysToAsk(model, expected.fields);
  const quick = Object.values(others);
  const smiles = [...expected.of.keys()];
  const client = clientOf(url, connections);
  const found = { molecules: 0, largest: 0, wrong: [] as string[], failed: [] as string[] };
  let next = 0;
  let answered = 0;
  const ask = async (client: Client): Promise<void> => {
    while (next < requests && performance.now() < until) {
      const number = next++;
      const count = number % severalEvery === 0 ? several : 1;
      const chosen = Array.from({ length: count }, (_, at) => smiles[(number * several + at) % smiles.length]!);
      const way = number % tableEvery === 0 ? table! : quick[number % quick.length]!;
      try {
        const values = await way(client, chosen);
        found.molecules += count;
        if (values.length !== count) found.wrong.push(`${count} molecules asked, ${values.length} answered`);
        for (const [at, text] of chosen.entries()) compare(text, values[at]);
      } catch (error) {
        found.failed.push(error instanceof Error ? error.message : String(error));
      }
      answered++;
      if (answered % 1000 === 0) onProgress(answered);
    }
  };
  const compare = (text: string, values: Readonly<Record<string, unknown>> | undefined): void => {
    const wanted = expected.of.get(text);
    if (!wanted || !values) {
      if (wanted !== values)
        found.wrong.push(`${text}: ${JSON.stringify(values)}, ${JSON.stringify(wanted)} in the file`);
      return;
    }
    for (const name of expected.fields) {
      const [here, there] = [Number(values[name]), Number(wanted[name])];
      if (Number.isNaN(there) ? values[name] === wanted[name] : isNear(here, there)) continue;
      found.wrong.push(`${text} ${name}: ${values[name]}, ${wanted[name]} in the file`);
    }
  };
  const isNear = (here: number, there: number): boolean => {
    const apart = Math.abs(here - there) / Math.max(1, Math.abs(there));
    if (apart > found.largest) found.largest = apart;
    return apart <= tolerance;
  };
  await Promise.all(Array.from({ length: connections }, () => ask(client)));
  client.end();
  return { requests: answered, ...found };
}
